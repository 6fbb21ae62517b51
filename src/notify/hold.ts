import type { Tx } from '../db/index.ts'
import type { PushQueue } from './push.ts'

/** A sender keeps a push for this long; a try must end sooner (see Deliver). */
export const HOLD_MS = 30_000

/** WeCom suppresses a repeat for 4 hours (doc 90236): an unknown outcome may be tried again until shortly before. */
export const DOUBT_MS = 4 * 3_600_000 - 300_000

/** How a push ended. */
export type Ending =
  | { readonly status: 'SENT'; readonly msgid?: string }
  | { readonly status: 'FAILED'; readonly failure: string }
  | { readonly status: 'UNCERTAIN'; readonly failure: string }

/** A push whose try is over, and what it came to. */
export interface Ended {
  readonly id: bigint
  readonly ending: Ending
}

/** An ending as columns of the table. */
export function columns(ending: Ending | undefined) {
  const failure = ending && ending.status !== 'SENT' ? ending.failure : null
  const msgid = ending?.status === 'SENT' ? (ending.msgid ?? null) : null
  return { status: ending?.status ?? null, msgid, failure }
}

/** Ends a push for good. False when it had ended already: a status never goes back. */
export async function settle(db: Tx, id: bigint, ending: Ending, now: Date): Promise<boolean> {
  const { status, msgid, failure } = columns(ending)
  const count = await db.$executeRaw`
    UPDATE "Push" SET status = ${status}::"PushStatus", msgid = ${msgid},
      failure = ${failure}, "settledAt" = ${now}
    WHERE id = ${id} AND status = 'QUEUED'`
  return count === 1
}

/** Lets a push go for another try. `doubtFrom`: since when its fate is unknown; null when it certainly did not arrive. */
export async function release(
  db: Tx,
  id: bigint,
  { failure, doubtFrom }: { readonly failure: string; readonly doubtFrom: Date | null },
  now: Date,
): Promise<void> {
  const free = new Date(now.getTime() - HOLD_MS)
  await db.$executeRaw`
    UPDATE "Push" SET failure = ${failure}, "doubtFrom" = ${doubtFrom}, "triedAt" = ${free}
    WHERE id = ${id} AND status = 'QUEUED'`
}

/** People with pushes that nobody has tried for a while: what a crash or a lost job left behind. */
export async function forgotten(
  db: Tx,
  { createdBefore, triedBefore }: { readonly createdBefore: Date; readonly triedBefore: Date },
): Promise<{ queue: PushQueue; userid: string; upTo: bigint }[]> {
  return db.$queryRaw`
    SELECT queue, userid, max(id) AS "upTo" FROM "Push"
    WHERE status = 'QUEUED' AND "createdAt" <= ${createdBefore}
      AND ("triedAt" IS NULL OR "triedAt" <= ${triedBefore})
    GROUP BY queue, userid ORDER BY max(id) LIMIT 5000`
}

/** People with pushes that somebody took for a first try and neither sent nor let go: that process died. */
export async function abandoned(
  db: Tx,
  queue: PushQueue,
  triedBefore: Date,
): Promise<{ queue: PushQueue; userid: string; upTo: bigint }[]> {
  return db.$queryRaw`
    SELECT queue, userid, max(id) AS "upTo" FROM "Push"
    WHERE status = 'QUEUED' AND queue = ${queue} AND attempts = 1 AND "doubtFrom" IS NOT NULL
      AND "triedAt" <= ${triedBefore}
    GROUP BY queue, userid ORDER BY max(id) LIMIT 1000`
}
