import type { Day } from '../base/index.ts'

interface Dated {
  readonly day: Day
}

/**
 * Which end meets which start, both in order of their days: each start takes the first free end of its day or
 * later. Starts left over take the ends left over, although earlier: what was done before it was asked for
 * (entered late, or by law beforehand, as the publication of an intent) is done all the same.
 */
export function pair<S extends Dated, E extends Dated>(
  starts: readonly S[],
  ends: readonly E[],
): Map<S, E> {
  const free = [...ends]
  const pairs = new Map<S, E>()
  const take = (start: S, fits: (end: E) => boolean): void => {
    const at = free.findIndex(fits)
    const [end] = at < 0 ? [] : free.splice(at, 1)
    if (end) pairs.set(start, end)
  }
  for (const start of starts) take(start, (end) => end.day >= start.day)
  for (const start of starts) if (!pairs.has(start)) take(start, () => true)
  return pairs
}
