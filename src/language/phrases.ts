import { type Clause, clausesOf, MASK } from './clauses.ts'
import { type Mood, moodOf } from './mood.ts'
import { overlaps, type Span } from './reading.ts'

/** An entry of a lexicon: what is meant, and the ways it is said. A space in a word allows a gap and either order. */
export interface PhraseEntry {
  readonly key: string
  readonly words: readonly string[]
}

interface Word {
  readonly key: string
  readonly parts: readonly string[]
  /** Its place in the order of preference. */
  readonly rank: number
}

/** A lexicon ready for search: its words by the character that they begin with, since a text holds few of all. */
export interface PhraseLexicon {
  readonly byFirst: ReadonlyMap<string, readonly Word[]>
}

/** An entry found in a text (positions in the normalised text). */
export interface Phrase extends Mood {
  readonly key: string
  /** Number of the clause that holds it. */
  readonly clause: number
  /** Where its words stand, from left to right. */
  readonly parts: readonly Span[]
  readonly span: Span
}

/** Characters that may stand between two parts of a word, values counted as one. */
const GAP = 9
/** A word that stands in a clause more often than this says nothing more; keeps long messages linear. */
const REPEATS = 6

/** Prepares a lexicon; longer words are preferred wherever two overlap. */
export function compilePhrases(entries: readonly PhraseEntry[]): PhraseLexicon {
  const words = entries.flatMap(({ key, words }) =>
    words.map((word) => {
      const parts = word.split(' ').filter((part) => part !== '')
      return { key, parts, length: parts.join('').length }
    }),
  )
  words.sort((a, b) => b.length - a.length || a.parts.length - b.parts.length)
  const byFirst = new Map<string, Word[]>()
  for (const [rank, { key, parts }] of words.entries()) {
    const first = parts[0]?.charAt(0) ?? ''
    const alike = byFirst.get(first)
    if (alike) alike.push({ key, parts, rank })
    else byFirst.set(first, [{ key, parts, rank }])
  }
  return { byFirst }
}

/** The words whose parts all stand somewhere in the text, in the order of preference. */
function wordsIn(text: string, { byFirst }: PhraseLexicon): Word[] {
  const found: Word[] = []
  for (const character of new Set(text.split('')))
    for (const word of byFirst.get(character) ?? [])
      if (word.parts.every((part) => text.includes(part))) found.push(word)
  return found.sort((a, b) => a.rank - b.rank)
}

function gap(text: string, from: number, to: number): number {
  return text.slice(from, to).replace(new RegExp(`${MASK}+`, 'g'), MASK).length
}

function occurrences(text: string, part: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    found.push(at)
    if (found.length === REPEATS) break
  }
  return found
}

/** The parts placed in the text, each nearest to the ones before it, or undefined where one is missing or too far. */
function placed(text: string, parts: readonly string[]): Span[] | undefined {
  const [head = '', ...rest] = parts
  for (const at of occurrences(text, head)) {
    const spans: Span[] = [{ from: at, to: at + head.length }]
    for (const part of rest) {
      const free = occurrences(text, part)
        .map((from) => ({ from, to: from + part.length }))
        .filter((span) => !spans.some((other) => overlaps(span, other)))
        .map((span) => {
          const [first, last] = [spans[0], spans.at(-1)]
          const distance =
            last && span.from >= last.to
              ? gap(text, last.to, span.from)
              : first && span.to <= first.from
                ? gap(text, span.to, first.from)
                : 0
          return { span, distance }
        })
        .filter(({ distance }) => distance <= GAP)
        .sort((a, b) => a.distance - b.distance)[0]
      if (!free) break
      spans.push(free.span)
      spans.sort((a, b) => a.from - b.from)
    }
    if (spans.length === parts.length) return spans
  }
  return undefined
}

interface Placement {
  readonly key: string
  readonly parts: readonly Span[]
}

function placementsIn(text: string, words: readonly Word[]): Placement[] {
  const kept: Placement[] = []
  for (const { key, parts } of words) {
    if (kept.some((one) => one.key === key)) continue
    const spans = placed(text, parts)
    if (!spans) continue
    if (isNew(spans, kept)) kept.push({ key, parts: spans })
  }
  return kept
}

/**
 * Whether a word says something that the longer words before it did not: one of its parts is free.
 * A noun may serve two verbs (合同签了也备案了), but only the very same noun, and only the part that comes first.
 */
function isNew(spans: readonly Span[], kept: readonly Placement[]): boolean {
  const others = kept.flatMap((one) => one.parts)
  const taken = spans.filter((span) => others.some((other) => overlaps(span, other)))
  const [shared] = taken
  if (!shared) return true
  const isSame = others.some((other) => other.from === shared.from && other.to === shared.to)
  return spans.length > 1 && taken.length === 1 && isSame && shared === spans[0]
}

const shifted = (span: Span, by: number): Span => ({ from: span.from + by, to: span.to + by })

function hull(parts: readonly Span[]): Span {
  return {
    from: Math.min(...parts.map((part) => part.from)),
    to: Math.max(...parts.map((part) => part.to)),
  }
}

/** A clause may leave out the noun of the one before: 「合同昨天签了，今天备案了」. */
function carriedOver(
  before: Clause,
  clause: Clause,
  lexicon: PhraseLexicon,
  known: readonly Placement[],
): Placement[] {
  const text = `${before.text}${clause.text}`
  const border = before.text.length
  const isFurtherVerb = ({ key, parts }: Word): boolean =>
    parts.length > 1 && !known.some((one) => one.key === key)
  return placementsIn(text, wordsIn(text, lexicon).filter(isFurtherVerb))
    .filter(({ parts }) => parts.some((part) => part.from < border && part.to <= border))
    .filter(({ parts }) => {
      const last = parts.at(-1)
      return last !== undefined && last.from >= border
    })
    .filter(({ parts }) => {
      // Where the clause before had a verb of its own, only the noun of that verb is carried on.
      const [noun] = parts
      return (
        known.length === 0 ||
        known.some((one) => one.parts.some((part) => noun && overlaps(part, noun)))
      )
    })
    .map(({ key, parts }) => ({
      key,
      parts: parts.filter((part) => part.from >= border).map((part) => shifted(part, -border)),
    }))
}

/**
 * The entries a sentence mentions, clause by clause, each with its mood: negated (没签), planned (准备签),
 * asked (签了没). The text is normalised and its values are masked (see clauses.ts).
 */
export function phrasesIn(text: string, lexicon: PhraseLexicon): Phrase[] {
  const clauses = clausesOf(text)
  const found: Phrase[] = []
  let previous: { clause: Clause; placements: readonly Placement[] } | undefined
  clauses.forEach((clause, number) => {
    const own = placementsIn(clause.text, wordsIn(clause.text, lexicon))
    const carried =
      own.length === 0 && previous
        ? carriedOver(previous.clause, clause, lexicon, previous.placements)
        : []
    const placements = [...own, ...carried]
    for (const { key, parts } of placements) {
      const local = [...parts]
      found.push({
        key,
        clause: number,
        parts: local.map((part) => shifted(part, clause.from)),
        span: shifted(hull(local), clause.from),
        ...moodOf(clause, local),
      })
    }
    // The noun stays where it was said, however many verbs follow it: 合同1日签，2日公示，4日备案.
    if (previous && carried.length > 0)
      previous = { ...previous, placements: [...previous.placements, ...carried] }
    else if (own.length > 0 || !previous || previous.placements.length === 0)
      previous = { clause, placements: own }
  })
  return found.sort((a, b) => a.span.from - b.span.from || a.span.to - b.span.to)
}
