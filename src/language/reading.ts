/** A stretch of a text in UTF-16 units, `to` exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** One expression that was found in a text: what it means, where it stands, and which rule took it. */
export type Found<T> =
  | { readonly kind: 'value'; readonly value: T; readonly span: Span; readonly rule: string }
  /** More than one reading, or none that can be told (节后第一天 of a year without a calendar); the person must be asked. */
  | {
      readonly kind: 'ambiguous'
      readonly candidates: readonly T[]
      readonly span: Span
      readonly rule: string
    }
  /** Well written, but there is no such thing (30 February, a third of a fen). */
  | {
      readonly kind: 'impossible'
      readonly why: ImpossibleReason
      readonly span: Span
      readonly rule: string
    }

/** What a reader makes of a text that should hold one expression. */
export type Reading<T> = Found<T> | { readonly kind: 'none' }

/** Why a well-written expression means nothing. */
export type ImpossibleReason = 'no-such-day' | 'finer-than-a-fen' | 'out-of-range'

/** Nothing of that kind was said. */
export const NONE: { readonly kind: 'none' } = { kind: 'none' }

/**
 * Every match of a pattern with the flag g, from left to right. A text is held against dozens of patterns, of which most
 * match nowhere: searching tells that without the copy of the pattern that matchAll makes each time.
 */
export function matchesIn(text: string, pattern: RegExp): RegExpExecArray[] {
  return text.search(pattern) < 0 ? [] : [...text.matchAll(pattern)]
}

/** Whether two stretches share a character. */
export function overlaps(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to
}

/** Leftmost first, of those the longest; what overlaps an earlier choice is dropped. */
export function leftmostLongest<T extends { readonly span: Span }>(found: readonly T[]): T[] {
  const length = (of: T): number => of.span.to - of.span.from
  const sorted = [...found].sort((a, b) => a.span.from - b.span.from || length(b) - length(a))
  const kept: T[] = []
  for (const one of sorted) {
    const last = kept.at(-1)
    if (!last || one.span.from >= last.span.to) kept.push(one)
  }
  return kept
}

/** The same finding in other coordinates, e.g. of the text as the person wrote it. */
export function moved<T>(found: Found<T>, place: (span: Span) => Span): Found<T> {
  return { ...found, span: place(found.span) }
}
