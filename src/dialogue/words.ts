import type { Phrasebook } from './phrasebook.ts'

/** A text as compared: full-width folded, no blanks, no punctuation at the ends. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/g, '')
    .replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '')
    .toLowerCase()
}

/** The words of lists as compared; nearly all lists are those of the files, the same ones at every turn. */
const compared = new WeakMap<readonly string[], ReadonlySet<string>>()

function comparedWords(words: readonly string[]): ReadonlySet<string> {
  const known = compared.get(words)
  if (known) return known
  const all = new Set(words.map(plain))
  compared.set(words, all)
  return all
}

/** Whether the text says one of the words and nothing else. */
export function isOneOf(text: string, words: readonly string[]): boolean {
  return isAmong(plain(text), words)
}

/** The same for a text that is plain already. */
export function isAmong(said: string, words: readonly string[]): boolean {
  return said !== '' && comparedWords(words).has(said)
}

/** The text without the first of these words that it contains, longest first. */
export function without(text: string, words: readonly string[]): string {
  const found = [...words].sort((a, b) => b.length - a.length).find((word) => text.includes(word))
  return found === undefined ? text : text.replace(found, '')
}

/** The number a text picks ("2", "the second"), from 1; undefined when it is no bare number. */
export function pickedNumber(text: string, choosing: Phrasebook['choosing']): number | undefined {
  const strip = (said: string, affixes: readonly string[], cut: (s: string, a: string) => string) =>
    affixes.reduce((rest, affix) => cut(rest, affix), said)
  let said = plain(text)
  said = strip(said, choosing.before, (s, a) => (s.startsWith(a) ? s.slice(a.length) : s))
  said = strip(said, choosing.after, (s, a) => (s.endsWith(a) ? s.slice(0, -a.length) : s))
  if (/^\d{1,3}$/.test(said)) return Number(said)
  const written = choosing.numbers.indexOf(said)
  return written < 0 ? undefined : written + 1
}
