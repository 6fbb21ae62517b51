import { type Clause, clausesOf, MASK } from './clauses.ts'
import { type Mood, moodOf } from './mood.ts'
import { overlaps, type Span } from './reading.ts'

/** An entry of a lexicon: what is meant, and the ways it is said. A space in a word allows a gap and either order. */
export interface PhraseEntry {
  readonly key: string
  readonly words: readonly string[]
}

/** A lexicon ready for search. */
export interface PhraseLexicon {
  readonly words: readonly {
    readonly key: string
    readonly parts: readonly string[]
    readonly length: number
  }[]
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
  return { words: words.sort((a, b) => b.length - a.length || a.parts.length - b.parts.length) }
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

function placementsIn(
  text: string,
  lexicon: PhraseLexicon,
  except: ReadonlySet<string>,
): Placement[] {
  const kept: Placement[] = []
  for (const { key, parts } of lexicon.words) {
    if (except.has(key) || kept.some((one) => one.key === key)) continue
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
  const except = new Set(known.map((one) => one.key))
  const verbs = placementsIn(
    text,
    { words: lexicon.words.filter((word) => word.parts.length > 1) },
    except,
  )
  return verbs
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
    const own = placementsIn(clause.text, lexicon, new Set())
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
