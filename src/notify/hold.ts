import type { Db, Tx } from '../db/index.ts'
import type { PushQueue, TakenPush } from './push.ts'

/** A sender keeps a push for this long; a try must end sooner (see Deliver). */
export const HOLD_MS = 30_000

/** WeCom suppresses a repeat for 4 hours (doc 90236): an unknown outcome may be tried again until shortly before. */
export const DOUBT_MS = 4 * 3_600_000 - 300_000

/** How a push ended. */
export type Ending =
  | { readonly status: 'SENT'; readonly msgid?: string }
  | { readonly status: 'FAILED'; readonly failure: string }
  | { readonly status: 'UNCERTAIN'; readonly failure: string }

/**
 * Takes the oldest waiting push to that person, not newer than `upTo`. While one sender holds it no
 * other gets it, and so nobody overtakes. `none`: nothing waits. `busy`: another sender holds it.
 */
export async function takeNext(
  db: Db,
  lane: { readonly queue: PushQueue; readonly userid: string; readonly upTo: bigint },
  now: Date,
): Promise<TakenPush | 'none' | 'busy'> {
  const { queue, userid, upTo } = lane
  const [push] = await db.$queryRaw<TakenPush[]>`
    WITH next AS (
      SELECT id, "doubtFrom" FROM "Push"
      WHERE status = 'QUEUED' AND userid = ${userid} AND queue = ${queue} AND id <= ${upTo}
      ORDER BY id LIMIT 1 FOR UPDATE
    )
    UPDATE "Push" p
    SET attempts = attempts + 1, "triedAt" = ${now}, "doubtFrom" = coalesce(p."doubtFrom", ${now})
    FROM next
    WHERE p.id = next.id AND p.status = 'QUEUED'
      AND (p."triedAt" IS NULL
        OR abs(extract(epoch FROM ${now}::timestamptz - p."triedAt")) * 1000 >= ${HOLD_MS})
    RETURNING p.id, p.kind, p.queue, p.userid, p.template, p.body, p.attempts, next."doubtFrom"`
  if (push) return push
  const [waiting] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "Push"
    WHERE status = 'QUEUED' AND userid = ${userid} AND queue = ${queue} AND id <= ${upTo} LIMIT 1`
  return waiting ? 'busy' : 'none'
}

/** Ends a push for good. False when it had ended already: a status never goes back. */
export async function settle(db: Db | Tx, id: bigint, ending: Ending, now: Date): Promise<boolean> {
  const failure = ending.status === 'SENT' ? null : ending.failure
  const msgid = ending.status === 'SENT' ? (ending.msgid ?? null) : null
  const count = await db.$executeRaw`
    UPDATE "Push" SET status = ${ending.status}::"PushStatus", msgid = ${msgid},
      failure = ${failure}, "settledAt" = ${now}
    WHERE id = ${id} AND status = 'QUEUED'`
  return count === 1
}

/** Lets a push go for another try. `doubtFrom`: since when its fate is unknown; null when it certainly did not arrive. */
export async function release(
  db: Db,
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
  db: Db,
  { createdBefore, triedBefore }: { readonly createdBefore: Date; readonly triedBefore: Date },
): Promise<{ queue: PushQueue; userid: string; upTo: bigint }[]> {
  return db.$queryRaw`
    SELECT queue, userid, max(id) AS "upTo" FROM "Push"
    WHERE status = 'QUEUED' AND "createdAt" <= ${createdBefore}
      AND ("triedAt" IS NULL OR "triedAt" <= ${triedBefore})
    GROUP BY queue, userid ORDER BY max(id) LIMIT 5000`
}
