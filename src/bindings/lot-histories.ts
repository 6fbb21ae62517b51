import type { OrderedTx } from '../db/index.ts'
import { holdLots, type LotHistory, readLots } from '../ledger/index.ts'
import { covers, type Scope } from '../people/index.ts'

/** What a turn knows of lots; each is read at most once, and once more under its lock where something is recorded. */
export interface LotHistories {
  /** Everything known of a lot the person may see; undefined for any other. */
  history(lotId: number): Promise<LotHistory | undefined>
  /** The same, locked until the turn's end: what is checked of it still stands when it is recorded upon. */
  held(lotId: number): Promise<LotHistory | undefined>
  /** Locks lots in order of their ids, so that two people with the same ones in another order never wait for each other. */
  hold(lotIds: readonly number[]): Promise<void>
  /** What a held lot has become in this turn. */
  learn(history: LotHistory): void
  /** Histories are read anew: what was recorded in this turn has been undone. */
  forget(): void
}

/** The histories of one turn. */
export function lotHistories(tx: OrderedTx, scope: Scope): LotHistories {
  const known = new Map<number, Promise<LotHistory | undefined>>()
  const locked = new Set<number>()
  const seen = (lots: readonly LotHistory[], lotId: number): LotHistory | undefined =>
    lots.find((lot) => lot.lotId === lotId && covers(scope, lot.unit))

  function history(lotId: number): Promise<LotHistory | undefined> {
    const reading =
      known.get(lotId) ?? readLots(tx, { lotIds: [lotId] }).then((lots) => seen(lots, lotId))
    known.set(lotId, reading)
    return reading
  }

  async function hold(lotIds: readonly number[]): Promise<void> {
    const lots = await holdLots(tx, lotIds)
    for (const lotId of lotIds) {
      locked.add(lotId)
      known.set(lotId, Promise.resolve(seen(lots, lotId)))
    }
  }

  return {
    history,
    async held(lotId) {
      if (!locked.has(lotId)) await hold([lotId])
      return history(lotId)
    },
    hold,
    learn: (lot) => void known.set(lot.lotId, Promise.resolve(lot)),
    forget() {
      known.clear()
      locked.clear()
    },
  }
}
