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

/** A push whose try is over, and what it came to. */
export interface Ended {
  readonly id: bigint
  readonly ending: Ending
}

type Row = { waiting: boolean } & (TakenPush | { id: null })

/**
 * Takes the oldest waiting push to that person, not newer than `upTo`. While one sender holds it no
 * other gets it, and so nobody overtakes. `none`: nothing waits. `busy`: another sender holds it.
 * `before` is written down in the same round trip: the push that went just now.
 */
export async function takeNext(
  db: Db,
  lane: { readonly queue: PushQueue; readonly userid: string; readonly upTo: bigint },
  now: Date,
  before?: Ended,
): Promise<TakenPush | 'none' | 'busy'> {
  const { queue, userid, upTo } = lane
  const { status, msgid, failure } = columns(before?.ending)
  const [row] = await db.$queryRaw<Row[]>`
    WITH ended AS (
      UPDATE "Push" SET status = ${status}::"PushStatus", msgid = ${msgid}, failure = ${failure}, "settledAt" = ${now}
      WHERE id = ${before?.id ?? null}::bigint AND status = 'QUEUED'
    ), next AS (
      SELECT id, "doubtFrom" FROM "Push"
      WHERE status = 'QUEUED' AND userid = ${userid} AND queue = ${queue} AND id <= ${upTo}
        AND id IS DISTINCT FROM ${before?.id ?? null}::bigint
      ORDER BY id LIMIT 1 FOR UPDATE
    ), taken AS (
      UPDATE "Push" p
      SET attempts = attempts + 1, "triedAt" = ${now}, "doubtFrom" = coalesce(p."doubtFrom", ${now})
      FROM next
      WHERE p.id = next.id AND p.status = 'QUEUED'
        AND (p."triedAt" IS NULL
          OR abs(extract(epoch FROM ${now}::timestamptz - p."triedAt")) * 1000 >= ${HOLD_MS})
      RETURNING p.id, p.kind, p.queue, p.userid, p.template, p.body, p.attempts, next."doubtFrom"
    )
    SELECT taken.*, next.id IS NOT NULL AS waiting FROM (SELECT 1) one LEFT JOIN next ON true LEFT JOIN taken ON true
    WHERE next.id IS NOT NULL OR EXISTS (
      SELECT 1 FROM "Push" WHERE status = 'QUEUED' AND userid = ${userid} AND queue = ${queue} AND id <= ${upTo}
        AND id IS DISTINCT FROM ${before?.id ?? null}::bigint)`
  if (!row) return 'none'
  if (row.id !== null) return row
  // Something waited when the statement began, but the oldest ended while we waited for it: look again.
  return row.waiting ? 'busy' : takeNext(db, lane, now)
}

function columns(ending: Ending | undefined) {
  const failure = ending && ending.status !== 'SENT' ? ending.failure : null
  const msgid = ending?.status === 'SENT' ? (ending.msgid ?? null) : null
  return { status: ending?.status ?? null, msgid, failure }
}

/** Ends a push for good. False when it had ended already: a status never goes back. */
export async function settle(db: Db | Tx, id: bigint, ending: Ending, now: Date): Promise<boolean> {
  const { status, msgid, failure } = columns(ending)
  const count = await db.$executeRaw`
    UPDATE "Push" SET status = ${status}::"PushStatus", msgid = ${msgid},
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
