import type { Tx } from '../db/index.ts'
import { columns, type Ended, HOLD_MS } from './hold.ts'
import type { MemberLimits, PushQueue, TakenPush } from './push.ts'

/** Whose next push is wanted, and what became of the one before, to be written down in the same round trip. */
export interface Wanted {
  readonly queue: PushQueue
  readonly userid: string
  /** No push newer than this. */
  readonly upTo: bigint
  readonly now: Date
  /** What all nodes together may send the person within a minute and within an hour. */
  readonly limits: MemberLimits
  readonly before?: Ended | undefined
}

/** `none`: nothing waits. `busy`: another sender holds it. `full`: the person has got as much as the limits allow. */
export type Taken = TakenPush | 'none' | 'busy' | 'full'

/**
 * Takes the oldest waiting push to a person. While one sender holds it no other gets it, and so nobody overtakes.
 * Those who ask while a round trip is under way share the next one, so that many lanes cost little more than one.
 */
export type Take = (wanted: Wanted) => Promise<Taken>

interface Asking {
  readonly wanted: Wanted
  readonly resolve: (taken: Taken | Promise<Taken>) => void
  readonly reject: (failure: unknown) => void
}

/** More than can be on their way at once. */
const MOST = 64

/** Takes pushes for one dispatcher. */
export function createTake(db: Tx): Take {
  const asking: Asking[] = []
  let under = false

  async function answerAll(): Promise<void> {
    under = true
    while (asking.length > 0) {
      // Always in one order, lest two processes wait for each other.
      const together = asking
        .splice(0, MOST)
        .sort((a, b) => (a.wanted.userid < b.wanted.userid ? -1 : 1))
      try {
        const rows = await rowsOf(
          db,
          together.map(({ wanted }) => wanted),
        )
        together.forEach(({ wanted, resolve }, i) => {
          const row = rows.get(i)
          if (!row?.present) resolve('none')
          else if (row.id !== null) resolve(row)
          else if (row.room === false) resolve('full')
          // Something waited when the statement began, but the oldest ended while we waited for it: look again.
          else resolve(row.waiting ? 'busy' : take({ ...wanted, before: undefined }))
        })
      } catch (failure) {
        for (const { reject } of together) reject(failure)
      }
    }
    under = false
  }

  const take: Take = (wanted) =>
    new Promise((resolve, reject) => {
      asking.push({ wanted, resolve, reject })
      if (!under) void answerAll()
    })
  return take
}

type Row = {
  readonly lane: number
  readonly present: boolean
  readonly waiting: boolean
  readonly room: boolean | null
} & (TakenPush | { readonly id: null })

async function rowsOf(db: Tx, wanted: readonly Wanted[]): Promise<ReadonlyMap<number, Row>> {
  const asked = wanted.map(({ before, upTo, limits, ...one }, lane) => ({
    lane,
    ...one,
    ...limits,
    upTo: String(upTo),
    before: before && String(before.id),
    ...columns(before?.ending),
  }))
  const rows = await db.$queryRaw<Row[]>`
    WITH asked AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a(
        lane int, queue text, userid text, "upTo" bigint, now timestamptz,
        "perMinute" int, "perHour" int, before bigint, status text, msgid text, failure text)
    ), ended AS (
      UPDATE "Push" p SET status = a.status::"PushStatus", msgid = a.msgid, failure = a.failure, "settledAt" = a.now
      FROM asked a WHERE p.id = a.before AND p.status = 'QUEUED'
    ), next AS MATERIALIZED (
      SELECT a.lane, a.now, n.*, (
        SELECT count(*) < a."perHour" AND count(*) FILTER (WHERE s."triedAt" > a.now - interval '1 minute') < a."perMinute"
        FROM "Push" s WHERE s.userid = a.userid AND s."triedAt" > a.now - interval '1 hour' AND s."triedAt" <= a.now
      ) AS room FROM asked a CROSS JOIN LATERAL (
        SELECT id, "doubtFrom" FROM "Push"
        WHERE status = 'QUEUED' AND userid = a.userid AND queue = a.queue AND id <= a."upTo"
          AND id IS DISTINCT FROM a.before
        ORDER BY id LIMIT 1 FOR UPDATE
      ) n
    ), taken AS (
      UPDATE "Push" p
      SET attempts = attempts + 1, "triedAt" = n.now, "doubtFrom" = coalesce(p."doubtFrom", n.now)
      FROM next n
      WHERE n.room AND p.id = n.id AND p.status = 'QUEUED'
        AND (p."triedAt" IS NULL OR abs(extract(epoch FROM n.now - p."triedAt")) * 1000 >= ${HOLD_MS})
      RETURNING p.id, p.kind, p.queue, p.userid, p.template, p.body, p.attempts, n."doubtFrom"
    )
    SELECT a.lane, taken.*, next.id IS NOT NULL AS waiting, next.room,
      next.id IS NOT NULL OR EXISTS (
        SELECT 1 FROM "Push" p WHERE p.status = 'QUEUED' AND p.userid = a.userid AND p.queue = a.queue
          AND p.id <= a."upTo" AND p.id IS DISTINCT FROM a.before) AS present
    FROM asked a LEFT JOIN next ON next.lane = a.lane LEFT JOIN taken ON taken.id = next.id`
  return new Map(rows.map((row) => [row.lane, row]))
}
