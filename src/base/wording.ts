import { relative } from 'node:path'
import { z } from 'zod'
import { projectRoot, wordingFile } from './paths.ts'
import { MistakesError, readYaml } from './yaml.ts'

/** What a sentence may be filled with. Lists are joined by the caller: a sentence holds no logic. */
export type Filling = Readonly<Record<string, string | number>>

/** Sentences of one file, each known by its key. */
export interface Wording<K extends string> {
  /** The sentence with its `{placeholders}` filled. An empty filling removes nothing else of the line. */
  say(key: K, filling?: Filling): string
}

const PLACEHOLDER = /\{([a-z][a-z-]*(?:\.[a-z][a-z-]*)*)\}/g

/** A sentence cut at its placeholders, and their names, each once. */
interface Cut {
  /** Text, name, text, name, …, text. */
  readonly pieces: readonly string[]
  readonly names: readonly string[]
}

/** Sentences come from files and are said again and again. More than all files hold would be no sentences: let go. */
const MOST_CUT = 10_000
const known = new Map<string, Cut>()

function cutOf(sentence: string): Cut {
  const before = known.get(sentence)
  if (before) return before
  const pieces = sentence.split(PLACEHOLDER)
  const cut = { pieces, names: [...new Set(pieces.filter((_, i) => i % 2 === 1))] }
  if (known.size >= MOST_CUT) known.clear()
  known.set(sentence, cut)
  return cut
}

/** The placeholders a sentence uses, each once. */
export function placeholdersOf(sentence: string): readonly string[] {
  return cutOf(sentence).names
}

/** Fills `{placeholders}`; one without a value is an error of the programmer and throws. */
export function fill(sentence: string, filling: Filling = {}): string {
  const { pieces, names } = cutOf(sentence)
  if (names.length === 0) return sentence
  let text = ''
  for (const [i, piece] of pieces.entries()) {
    const value = i % 2 === 0 ? piece : filling[piece]
    if (value === undefined) throw new Error(`no value for {${piece}} in: ${sentence}`)
    text += value
  }
  return text
}

/**
 * Loads a flat file of sentences below `conversations/` and binds it to code.
 * `keys` names every sentence the code uses and the placeholders it fills; a sentence that is missing,
 * unknown, or uses another placeholder is reported with file:line:column (MistakesError).
 */
export function loadWording<K extends string>(
  path: readonly string[],
  keys: Readonly<Record<K, readonly string[]>>,
): Wording<K> {
  const full = wordingFile(...path)
  const file = readYaml(full, z.record(z.string(), z.string()))
  const known: Readonly<Record<string, readonly string[]>> = keys
  const mistakes = Object.keys(known)
    .filter((key) => !(key in file.value))
    .map((key) => ({
      at: `${relative(projectRoot, full)}:1:1`,
      message: `missing sentence ${key}`,
    }))
  for (const [key, sentence] of Object.entries(file.value)) {
    const allowed = known[key]
    if (!allowed) mistakes.push({ at: file.at([key]), message: `${key} is used by nothing` })
    for (const name of placeholdersOf(sentence)) {
      if (allowed && !allowed.includes(name))
        mistakes.push({ at: file.at([key]), message: `{${name}} has no source` })
    }
  }
  if (mistakes.length > 0) throw new MistakesError(mistakes)
  return { say: (key, filling) => fill(file.value[key] ?? '', filling).trimEnd() }
}
