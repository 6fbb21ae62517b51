import { z } from 'zod'
import { readYaml, wordingFile } from '../base/index.ts'
import type { Frame } from '../dialogue/index.ts'

const words = z.string().transform((text) => text.split('、').filter((word) => word !== ''))
const file = z.strictObject({
  number: z.strictObject({ before: z.string(), after: words, words }),
  acts: z.strictObject({
    known: words,
    done: words,
    explain: words,
    help: words,
    urge: words,
    coordinate: words,
    note: words,
  }),
  asked: z.strictObject({ solved: words, 'not-solved': words, more: words }),
  duties: z.strictObject({ reported: words, 'not-applicable': words }),
  credit: z.strictObject({ names: words, done: words, list: words, around: words }),
  link: z.strictObject({ names: words, renew: words, withdraw: words, around: words }),
  cases: z.strictObject({ events: z.record(z.string(), words), bare: words, around: words }),
  originals: words,
  lists: z.strictObject({ mine: words, late: words, unpaid: words, week: words, all: words }),
})

/** How matters are spoken of, as the bureau writes it. */
export type MatterWords = z.infer<typeof file>

/** `conversations/dialogues/_matters.yaml`; throws MistakesError. */
export const loadMatterWords = (): MatterWords =>
  readYaml(wordingFile('dialogues', '_matters.yaml'), file).value

/** The conversation that an act opens. */
const INTENTS: Readonly<Record<keyof MatterWords['acts'], string>> = {
  known: 'acknowledge',
  done: 'report-stage',
  explain: 'explain-matter',
  help: 'ask-help',
  urge: 'urge',
  coordinate: 'coordinate',
  note: 'annotate',
}

/** The lists that those who see many units can ask for. */
export const LISTS = ['late', 'unpaid', 'week', 'all'] as const
export type ListKind = (typeof LISTS)[number]

/** A matter as a message names it: by its number in the list that was shown last, or not at all. */
export interface SaidMatter {
  readonly number?: number
}

const AROUND = /^[\s\p{P}]+|[\s\p{P}]+$/gu
const BETWEEN = /^[\s，,：:、。]+/u
/** A number behind the act, “督办3”. */
const BEHIND = /^\d{1,3}(?=$|[\s，,：:、。])/u

const trimmed = (text: string): string => text.replace(AROUND, '')

/** What a message says of a matter, as a frame of the conversation it opens; `rest` are words that follow the act. */
export function matterIn(
  text: string,
  said: MatterWords,
): { readonly frame: Frame; readonly act: string; readonly rest: string } | undefined {
  const bare = trimmed(text)
  const { number, left } = leadingNumber(bare, said)
  if (left === '' && number !== undefined)
    return {
      frame: { intent: 'pick-matter', slots: { matter: { number } } },
      act: 'pick',
      rest: '',
    }
  for (const [act, list] of Object.entries(said.acts)) {
    const word = [...list]
      .sort((a, b) => b.length - a.length)
      .find(
        (one) =>
          left === one ||
          (left.startsWith(one) && /^[\s，,：:、。\d]/u.test(left.slice(one.length))),
      )
    if (word === undefined) continue
    const after = left.slice(word.length).replace(BETWEEN, '')
    const behind = number === undefined ? BEHIND.exec(after)?.[0] : undefined
    const rest = trimmed(after.slice(behind?.length ?? 0))
    const which = number ?? (behind && Number(behind))
    const matter: SaidMatter = which ? { number: which } : {}
    // the table of intents has the very keys of the acts
    const intent = INTENTS[act as keyof MatterWords['acts']]
    return { frame: { intent, slots: { matter }, text }, act, rest }
  }
  return undefined
}

function leadingNumber(text: string, said: MatterWords): { number?: number; left: string } {
  const { before, after } = said.number
  const from = text.startsWith(before) ? before.length : 0
  const digits = /^\d{1,3}/.exec(text.slice(from))?.[0]
  const word = said.number.words.find((one) => text.startsWith(one, from))
  const found = digits ?? (from > 0 ? word : undefined)
  if (found === undefined) return { left: text }
  const end = from + found.length
  const unit = after.find((one) => text.startsWith(one, end)) ?? ''
  const number = digits ? Number(digits) : said.number.words.indexOf(found) + 1
  // “12号”“3万” are a day and a sum, not the number of a matter.
  return { number, left: text.slice(end + unit.length).replace(BETWEEN, '') }
}

/** A list that a message asks for, and the words that name a unit in it. */
export interface SaidList {
  readonly list: ListKind
  readonly unit?: string
}

/** The list a message asks for: its word at the end, before it nothing, 我科 or a unit's name. */
export function listIn(text: string, { lists }: MatterWords): SaidList | undefined {
  const bare = trimmed(text)
  for (const list of LISTS) {
    const word = [...lists[list]]
      .sort((a, b) => b.length - a.length)
      .find((one) => bare.endsWith(one))
    if (word === undefined) continue
    const before = trimmed(bare.slice(0, bare.length - word.length)).replace(/的$/u, '')
    const mine = before === '' || lists.mine.includes(before)
    if (mine && list === 'all' && before === '') continue
    if (!mine && [...before].length > 20) continue
    return { list, ...(!mine && { unit: before }) }
  }
  return undefined
}
