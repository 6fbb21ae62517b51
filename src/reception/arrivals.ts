import type { Clock } from '../base/index.ts'

/** How long a message's arrivals are remembered; WeCom's last retry comes within half a minute. */
const REMEMBERED_MS = 10 * 60_000
/** More than can arrive in that time on this machine; bounds the memory while the database is away. */
const MOST = 20_000

/** Counts how often a message has arrived, in memory: it is needed exactly while the database is away. */
export interface Arrivals {
  /** Notes one more arrival and gives the count, 1 for the first. */
  note(dedupeKey: string): number
}

/** A memory of arrivals, by dedupe key. */
export function createArrivals(clock: Clock): Arrivals {
  const seen = new Map<string, { count: number; at: number }>()
  return {
    note(key) {
      const at = clock.now().getTime()
      for (const [old, { at: since }] of seen) {
        if (seen.size < MOST && at - since < REMEMBERED_MS) break
        seen.delete(old)
      }
      const count = (seen.get(key)?.count ?? 0) + 1
      seen.delete(key)
      seen.set(key, { count, at })
      return count
    },
  }
}
