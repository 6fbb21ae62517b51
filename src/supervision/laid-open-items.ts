import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { loadSatisfactionScale, unreadWords } from '../surveys/index.ts'
import type { LaidOpenItem } from './item.ts'
import { unitPlace } from './liaison-gaps.ts'

const scale = loadSatisfactionScale()

/** Anonymous words that nobody of 采购科 has read yet, a unit each; not for those barred, by userid. */
export async function laidOpenItems(
  tx: Tx,
  today: Day,
): Promise<{ readonly item: LaidOpenItem; readonly barred: readonly string[] }[]> {
  const waiting = await unreadWords(tx, today, scale)
  return waiting.map(({ count, barred, ...unit }) => ({
    item: { kind: 'laid-open', place: unitPlace(unit), count },
    barred,
  }))
}
