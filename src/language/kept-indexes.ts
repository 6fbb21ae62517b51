import { hash } from 'node:crypto'
import { createNameIndex, type Named, type NameIndex } from './name-index.ts'

/** Builds name indexes, and gives the same one again for the same names. */
export interface NameIndexes {
  of(named: readonly Named[]): NameIndex
}

/** Names that are kept ready in all; 5,000 of them take about 8 MB. */
const MOST = 20_000

/**
 * Indexes that outlive a turn. One is known by (the hash of) everything it was built from, so that a new name, a learned alias
 * or another view gives another index, at once and on every node; those not used for longest are let go.
 */
export function keptIndexes(most = MOST): NameIndexes {
  const kept = new Map<string, { readonly index: NameIndex; readonly count: number }>()
  let size = 0
  return {
    of(named) {
      const key = hash('sha256', JSON.stringify(named), 'base64')
      const known = kept.get(key)
      kept.delete(key)
      const one = known ?? { index: createNameIndex(named), count: named.length }
      if (!known) size += one.count
      kept.set(key, one)
      for (const [oldest, old] of kept) {
        if (size <= most || oldest === key) break
        kept.delete(oldest)
        size -= old.count
      }
      return one.index
    },
  }
}
