import type { Tx } from '../db/index.ts'
import { type BothSides, bothSidesOf, countBothSides } from '../ledger/index.ts'
import type { Item } from './item.ts'

/** How many facts of the projects of these items both sides agree on. */
export type FactsOf = (items: readonly Item[]) => BothSides

/**
 * Counts, for any of these items, how many facts of their projects both sides agree on. One query for all of them:
 * what is due decides how much is read.
 */
export async function factsCounter(tx: Tx, all: readonly Item[]): Promise<FactsOf> {
  const counted = await countBothSides(tx, lotsOf(all))
  return (items) => bothSidesOf(lotsOf(items).flatMap((lotId) => counted.get(lotId) ?? []))
}

const lotsOf = (items: readonly Item[]): number[] => [
  ...new Set(items.flatMap((item) => (item.kind === 'referral' ? [] : [item.place.lotId]))),
]
