import { type Found, NONE, type Reading } from './reading.ts'

/** 「不是16号」 takes its value back; 「是不是16号」 asks about it. */
const REJECTED = /(?<!是)(?:不是|并非|不应该?是|而?非|别)[^,，。;；是]{0,3}$/
const RANGE = /^\s*(?:到|至|[-~—–]+)\s*$/

/** Whether what stands at `from` is said not to hold. */
export function isRejected(text: string, from: number): boolean {
  return REJECTED.test(text.slice(Math.max(0, from - 10), from))
}

function same<T>(a: Found<T>, b: Found<T>): boolean {
  return a.kind === 'value' && b.kind === 'value' && a.value === b.value
}

/**
 * The one expression meant among those found: rejected ones do not count, a range is none,
 * different ones are ambiguous. Where all are rejected there is none.
 */
export function chosen<T>(text: string, all: readonly Found<T>[]): Reading<T> {
  const meant = all.filter((one) => !isRejected(text, one.span.from))
  const [first, ...rest] = meant
  if (!first) return NONE
  if (rest.every((one) => same(first, one))) return first
  const isRange = meant.some((one, i) => {
    const next = meant[i + 1]
    return next !== undefined && RANGE.test(text.slice(one.span.to, next.span.from))
  })
  if (isRange) return NONE
  const candidates = meant.flatMap((one) =>
    one.kind === 'value' ? [one.value] : one.kind === 'ambiguous' ? one.candidates : [],
  )
  if (candidates.length === 0) return first
  const span = { from: first.span.from, to: meant.at(-1)?.span.to ?? first.span.to }
  const [only, ...others] = [...new Set(candidates)]
  if (only !== undefined && others.length === 0)
    return { kind: 'value', value: only, span, rule: first.rule }
  return { kind: 'ambiguous', candidates: [...new Set(candidates)], span, rule: 'several' }
}
