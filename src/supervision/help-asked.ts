import { helpAskedOn } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import { type ClockItem, matterOf, type UnpaidItem } from './item.ts'

type Due = ClockItem | UnpaidItem

/** The items, with the call for help of those about which the unit waits for one as of an instant. One query. */
export async function withHelpAsked(tx: Tx, items: readonly Due[], at: Date): Promise<Due[]> {
  const lotIds = [...new Set(items.map(({ place }) => place.lotId))].filter((id) => id !== 0)
  const rules = items.flatMap((item) => (item.place.lotId === 0 ? matterOf(item).rule : []))
  const calls = await helpAskedOn(tx, { lotIds, rules, at })
  if (calls.length === 0) return [...items]
  const keyOf = (lotId: number, rule: string): string => `${lotId} ${rule}`
  const byMatter = new Map(calls.map((call) => [keyOf(call.lotId, call.rule), call]))
  return items.map((item) => {
    const { lotId, rule } = matterOf(item)
    const asked = byMatter.get(keyOf(lotId, rule))
    return asked ? { ...item, asked } : item
  })
}
