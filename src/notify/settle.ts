import type { Tx } from '../db/index.ts'
import { columns, type Ended } from './hold.ts'

/** Writes down how pushes ended. What ended already stays as it is: a status never goes back. */
export type Settle = (ended: readonly Ended[], now: Date) => Promise<void>

/** Settles for one dispatcher: those who ask while a round trip is under way share the next one. */
export function createSettle(db: Tx): Settle {
  let waiting: { readonly id: string; readonly now: Date }[] = []
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  async function write(): Promise<void> {
    next = undefined
    // Always in one order, lest two processes wait for each other.
    const rows = waiting.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    waiting = []
    await db.$executeRaw`
      UPDATE "Push" p SET status = e.status::"PushStatus", msgid = e.msgid, failure = e.failure, "settledAt" = e.now
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(id bigint, status text, msgid text, failure text, now timestamptz)
      WHERE p.id = e.id AND p.status = 'QUEUED'`
  }

  return (ended, now) => {
    if (ended.length === 0) return Promise.resolve()
    for (const { id, ending } of ended) waiting.push({ id: String(id), now, ...columns(ending) })
    if (!next) {
      next = last.then(write)
      last = next.catch(() => undefined)
    }
    return next
  }
}
