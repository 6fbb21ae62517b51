import { MASK } from './clauses.ts'
import type { Lexicons } from './lexicons.ts'
import type { Span } from './reading.ts'

/** Words left over when values, events and particles are gone: what may be a name. */
export interface NameWords extends Span {
  readonly text: string
}

const SHORTEST = 2
const LONGEST = 40
/** 「公示了3天」 names nothing. */
const DURATION = /^[\d一二两三四五六七八九十几]+个?(?:天|月|年|周|台|套|件|份|批|次|家|笔|工作日)$/
const OUTSIDE = /[\s\p{P}\p{S}]/u

function trimmed(text: string, from: number, to: number, { edges }: Lexicons): Span {
  let [start, end] = [from, to]
  for (let changed = true; changed; ) {
    changed = false
    while (start < end && OUTSIDE.test(text[start] ?? '')) start++
    while (start < end && OUTSIDE.test(text[end - 1] ?? '')) end--
    const head = edges.heads
      .get(text[start] ?? '')
      ?.find((edge) => edge.length <= end - start && text.startsWith(edge, start))
    if (head) {
      start += head.length
      changed = true
      continue
    }
    const tail = edges.tails
      .get(text[end - 1] ?? '')
      ?.find((edge) => edge.length <= end - start && text.startsWith(edge, end - edge.length))
    if (tail) {
      end -= tail.length
      changed = true
    }
  }
  return { from: start, to: end }
}

/** Whether the words hold a Chinese character and are not one of the words that are no name. */
function isName(words: string, { notNames }: Lexicons): boolean {
  return (
    words.length >= SHORTEST &&
    words.length <= LONGEST &&
    /[\p{Script=Han}]|[a-z]{2}|\d{3}/u.test(words) &&
    !DURATION.test(words) &&
    !notNames.has(words)
  )
}

/** The name-like stretches of a masked text between `from` and `to`, from left to right. */
export function nameWordsIn(text: string, { from, to }: Span, lexicons: Lexicons): NameWords[] {
  const found: NameWords[] = []
  let at = from
  while (at < to) {
    while (at < to && isBorder(text[at] ?? '')) at++
    let end = at
    while (end < to && !isBorder(text[end] ?? '')) end++
    if (end > at) {
      const span = trimmed(text, at, end, lexicons)
      const words = text.slice(span.from, span.to)
      if (isName(words, lexicons)) found.push({ ...span, text: words })
    }
    at = end
  }
  return found
}

function isBorder(character: string): boolean {
  return character === MASK || /[，,。;；!！?？\n、：:~]/.test(character)
}
