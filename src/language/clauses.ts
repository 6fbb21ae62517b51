import type { Span } from './reading.ts'

/** Stands for every character of a value (date, sum, share), so that words are not found inside it. */
export const MASK = '\ue000'

/** A stretch of a sentence between two marks. */
export interface Clause extends Span {
  readonly text: string
  /** Whether a question mark ends it. */
  readonly asks: boolean
}

const MARK = /[，,。;；!！?？\n、：:]+|\.(?=\s|$)/g

/** The text with these stretches masked; positions stay. */
export function masked(text: string, spans: readonly Span[]): string {
  let result = text
  for (const { from, to } of spans) {
    result = result.slice(0, from) + MASK.repeat(to - from) + result.slice(to)
  }
  return result
}

/** The clauses of a normalised, masked text; empty ones are left out. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = []
  let from = 0
  const push = (to: number, mark: string): void => {
    const piece = text.slice(from, to)
    if (piece.trim() !== '') clauses.push({ from, to, text: piece, asks: /[?？]/.test(mark) })
  }
  for (const match of text.matchAll(MARK)) {
    push(match.index, match[0])
    from = match.index + match[0].length
  }
  push(text.length, '')
  return clauses
}
