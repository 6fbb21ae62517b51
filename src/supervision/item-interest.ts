import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { clocksAt, estimateInterest, paymentsAt } from '../deadlines/index.ts'
import type { ClockItem, UnpaidItem } from './item.ts'

/** The items with the late interest of those contracts that are late. Two queries where there are any. */
export async function withInterest(
  tx: Tx,
  items: readonly (ClockItem | UnpaidItem)[],
  { today, at }: { readonly today: Day; readonly at: Date },
): Promise<(ClockItem | UnpaidItem)[]> {
  const late = items.filter((item) => item.kind === 'unpaid' && item.daysLate > 0)
  if (late.length === 0) return [...items]
  const lotIds = [...new Set(late.map(({ place }) => place.lotId))]
  const clocks = await clocksAt(tx, lotIds, at)
  const payments = await paymentsAt(tx, lotIds, at)
  const interest = new Map(
    lotIds.map((lotId) => {
      const own = clocks.filter((clock) => clock.lot.id === lotId)
      return [lotId, estimateInterest(own, payments.get(lotId) ?? [], today)?.amount]
    }),
  )
  return items.map((item) => {
    const amount = item.kind === 'unpaid' ? interest.get(item.place.lotId) : undefined
    return amount === undefined ? item : { ...item, interest: amount }
  })
}
