import type { OrderedTx, Tx } from '../db/index.ts'
import type { LotHistory } from './history.ts'
import { readLots } from './read.ts'

/** By transaction and lot, the history as it stands: read under the lot's lock, or made of it by what was recorded since. */
const holding = new WeakMap<Tx, Map<number, LotHistory>>()

/**
 * Locks these lots, in order of their ids, until the transaction ends, and reads them: nobody else can change their
 * events before. What is recorded upon a history given here need not read it again.
 */
export async function holdLots(tx: OrderedTx, lotIds: readonly number[]): Promise<LotHistory[]> {
  // Asked in one breath: the second begins under the lock, and so sees what whoever had it before has written.
  const [, histories] = await Promise.all([
    tx.$executeRaw`SELECT 1 FROM "Lot" WHERE "id" = ANY(${[...lotIds]}::int[]) ORDER BY "id" FOR NO KEY UPDATE`,
    readLots(tx, { lotIds }),
  ])
  for (const history of histories) keepHeld(tx, history)
  return histories
}

/** This is how a lot stands that the transaction has locked. */
export function keepHeld(tx: Tx, history: LotHistory): void {
  const held = holding.get(tx) ?? new Map<number, LotHistory>()
  holding.set(tx, held.set(history.lotId, history))
}

/** Whether the lot is locked in this transaction and still stands as this history tells. */
export function isHeld(tx: Tx, history: LotHistory): boolean {
  return holding.get(tx)?.get(history.lotId) === history
}

/** The transaction changes lots otherwise: what it holds must be read anew. */
export function letGo(tx: Tx): void {
  holding.delete(tx)
}
