import { type Remark, remarksOn } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import type { ClockItem, UnpaidItem } from './item.ts'

/** Everything said of these matters (and of others of their lots) as known at an instant, oldest first. One query. */
export function remarksAbout(
  tx: Tx,
  items: readonly (ClockItem | UnpaidItem)[],
  at: Date,
): Promise<Remark[]> {
  const lots = items.map(({ place }) => place.lotId).filter((id) => id !== 0)
  const rules = items.flatMap((item) =>
    item.kind === 'clock' && item.place.lotId === 0 ? [item.rule] : [],
  )
  return remarksOn(tx, [...new Set(lots)], at, rules)
}
