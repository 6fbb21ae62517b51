import { parseArgs } from 'node:util'
import { type Day, isDay, officeDay } from '../base/index.ts'
import { say } from './words.ts'

/** The command was written wrongly: exit 2, with the command's help. */
export class UsageError extends Error {}

/** Input that was understood and refused: exit 1. */
export class RefusedError extends Error {}

type Kinds = Readonly<Record<string, 'string' | 'boolean'>>
type Given<K extends Kinds> = {
  readonly [N in keyof K]?: K[N] extends 'string' ? string : boolean
}

/** What a command was given. */
export interface Arguments<K extends Kinds> {
  readonly options: Given<K>
  readonly positionals: readonly string[]
}

/** Reads options and positionals; `most` positionals at most, `least` at least. Throws UsageError. */
export function readArguments<const K extends Kinds>(
  args: readonly string[],
  kinds: K,
  [least, most]: readonly [number, number],
): Arguments<K> {
  const options = Object.fromEntries(Object.entries(kinds).map(([name, type]) => [name, { type }]))
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const given: Record<string, string | boolean> = {}
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const kind = kinds[token.name]
    if (!kind) throw new UsageError(say('unknown-option', { option: token.rawName }))
    if (kind === 'boolean') given[token.name] = true
    else if (token.value === undefined) {
      throw new UsageError(say('missing-value', { option: token.rawName }))
    } else given[token.name] = token.value
  }
  const [extra] = positionals.slice(most)
  if (extra !== undefined) throw new UsageError(say('extra-argument', { argument: extra }))
  if (positionals.length < least) throw new UsageError(say('missing-argument'))
  // Each value was put in under its own kind just above.
  return { options: given as Given<K>, positionals }
}

/** A day given as an option. */
export function dayOption(option: string, text: string): Day {
  if (!isDay(text)) throw new UsageError(say('bad-day', { option }))
  return text
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/

/** An instant with its offset, given as an option. */
export function instantOption(option: string, text: string): Date {
  const at = new Date(text)
  if (!INSTANT.test(text) || Number.isNaN(at.getTime())) {
    throw new UsageError(say('bad-instant', { option }))
  }
  return at
}

/** A day, or an instant whose office day counts. */
export function dayOrInstantOption(option: string, text: string): Day {
  if (isDay(text)) return text
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) && isDay(text.slice(0, 10)))
    return dayOption(option, text.slice(0, 10))
  return officeDay(instantOption(option, text))
}

/** One of a few words, given as an option. */
export function choiceOption<const C extends string>(
  option: string,
  text: string,
  choices: readonly C[],
): C {
  const found = choices.find((choice) => choice === text)
  if (found === undefined) {
    throw new UsageError(say('bad-choice', { option, choices: choices.join('、') }))
  }
  return found
}

/** The number of a lot, given as an option. */
export function lotOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(say('bad-lot'))
  return Number(text)
}
