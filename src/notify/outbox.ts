import { z } from 'zod'
import { Prisma, type Tx } from '../db/index.ts'
import type { AtOnce, NewPush } from './push.ts'
import { fileJobs, type PushBoss, QUEUES } from './queues.ts'

/** What became of a push that was to be stored. */
export type Enqueued =
  | { readonly kind: 'queued'; readonly id: bigint }
  | { readonly kind: 'duplicate'; readonly dedupeKey: string }

/**
 * Stores pushes and their jobs in the caller's transaction, in the order given: they leave when it
 * commits, or never. One statement for the rows, one a queue for the jobs.
 */
export async function enqueuePushes(
  tx: Tx,
  boss: PushBoss,
  pushes: readonly NewPush[],
  at: Date,
): Promise<Enqueued[]> {
  if (pushes.length === 0) return []
  const stored = await tx.$queryRaw<unknown[]>(storingPushes(pushes, at, undefined))
  const ids = await filePushes(tx, boss, stored)
  return onceEach(pushes).map(({ dedupeKey }) => {
    const id = ids.get(dedupeKey)
    return id === undefined ? { kind: 'duplicate', dedupeKey } : { kind: 'queued', id }
  })
}

/** Without those whose key came before. */
function onceEach(pushes: readonly NewPush[]): NewPush[] {
  const seen = new Set<string>()
  return pushes.filter((push) => !seen.has(push.dedupeKey) && seen.add(push.dedupeKey))
}

/**
 * The first half, to be run as a statement or as a part of a larger one: it stores the rows and returns what
 * `filePushes` needs. A push whose key is already there is left out. A text that the same person got within a
 * day is numbered （2）, （3）: WeCom drops an identical message for 4 hours, and the same short answer may
 * rightly come twice. With `atOnce`, those of the chat are already taken by who stores them, as `take` would have
 * taken them a moment later: where nothing older waits for that person and the limits have room.
 */
export function storingPushes(
  pushes: readonly NewPush[],
  at: Date,
  atOnce: AtOnce | undefined,
): Prisma.Sql {
  const rows = JSON.stringify(
    onceEach(pushes).map((push, ord) => ({ ...push, slot: push.slot ?? null, ord })),
  )
  return Prisma.sql`
    WITH new AS (
      SELECT n.*, n.body #>> '{text,content}' AS said
      FROM jsonb_to_recordset(${rows}::jsonb) AS n(
        kind text, queue text, userid text, template text, version int,
        body jsonb, reasons jsonb, "dedupeKey" text, slot text, ord int)
    ), numbered AS (
      SELECT new.*, CASE WHEN said IS NOT NULL THEN (
        SELECT max(coalesce(substring(p.body #>> '{text,content}' from '（(\\d+)）$')::int, 1))
        FROM "Push" p
        WHERE p.userid = new.userid AND p."createdAt" > ${at}::timestamptz - interval '1 day'
          AND p.kind = 'SEND' AND p."dedupeKey" <> new."dedupeKey"
          AND left(p.body #>> '{text,content}', length(new.said)) = new.said
          AND substr(p.body #>> '{text,content}', length(new.said) + 1) ~ '^(（\\d+）)?$'
      ) END AS last, row_number() OVER (PARTITION BY userid, said ORDER BY ord) AS nth,
      ${atOnce !== undefined} AND queue = 'chat' AND (
        -- Not NOT EXISTS: that would read everybody's waiting pushes.
        SELECT min(w.id) FROM "Push" w WHERE w.status = 'QUEUED' AND w.userid = new.userid AND w.queue = new.queue
          AND w.id <> ALL(${[...(atOnce?.arrived ?? [])]}::bigint[])
      ) IS NULL AND (
        SELECT count(*) + ord < ${atOnce?.perHour ?? 0}::int
          AND count(*) FILTER (WHERE s."triedAt" > ${at}::timestamptz - interval '1 minute') + ord < ${atOnce?.perMinute ?? 0}::int
        FROM "Push" s WHERE s.userid = new.userid
          AND s."triedAt" > ${at}::timestamptz - interval '1 hour' AND s."triedAt" <= ${at}::timestamptz
      ) AS taken
      FROM new
    )
    INSERT INTO "Push" (kind, queue, userid, template, version, body, reasons, "dedupeKey", slot, "createdAt",
      attempts, "triedAt", "doubtFrom")
    SELECT kind::"PushKind", queue, userid, template, version,
      CASE WHEN said IS NOT NULL AND coalesce(last, 0) + nth > 1
        THEN jsonb_set(body, '{text,content}', to_jsonb(said || '（' || (coalesce(last, 0) + nth) || '）'))
        ELSE body END,
      reasons, "dedupeKey", slot, ${at}::timestamptz,
      taken::int, CASE WHEN taken THEN ${at}::timestamptz END, CASE WHEN taken THEN ${at}::timestamptz END
    FROM numbered ORDER BY ord
    ON CONFLICT ("dedupeKey") DO NOTHING
    RETURNING id::text AS id, "dedupeKey", queue, userid, kind, template, body, "triedAt" IS NOT NULL AS taken`
}

const Stored = z.array(
  z.object({
    id: z.string().transform(BigInt),
    dedupeKey: z.string(),
    queue: z.enum(QUEUES),
    userid: z.string(),
  }),
)

/** The second half: files the jobs of the rows just stored, and gives their ids by key. */
async function filePushes(
  tx: Tx,
  boss: PushBoss,
  rows: unknown,
): Promise<ReadonlyMap<string, bigint>> {
  const stored = Stored.parse(rows)
  for (const queue of QUEUES) {
    const waiting = stored.filter((row) => row.queue === queue)
    if (waiting.length > 0) await fileJobs(tx, boss, queue, waiting)
  }
  return new Map(stored.map((row) => [row.dedupeKey, row.id]))
}

/**
 * Ends pushes of these templates to these people that have not been tried yet, because newer ones take their place.
 * What a sender holds, or what may have arrived, stays, and so does what has `butNot` among its reasons. Returns how many.
 */
export async function supersedePushes(
  tx: Tx,
  which: {
    readonly userids: readonly string[]
    readonly templates: readonly string[]
    /** A rule of its reasons. */
    readonly butNot?: string
  },
  at: Date,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Push" SET status = 'SUPERSEDED', "settledAt" = ${at}
    WHERE status = 'QUEUED' AND "doubtFrom" IS NULL
      AND userid = ANY(${[...which.userids]}) AND template = ANY(${[...which.templates]})
      AND NOT (${which.butNot ?? null}::text IS NOT NULL AND reasons @> jsonb_build_array(jsonb_build_object('rule', ${which.butNot ?? null}::text)))`
}

/** Ends pushes that have not been tried yet, because what they tell of was taken back. What may have arrived stays. */
export async function withdrawPushes(
  tx: Tx,
  dedupeKeys: readonly string[],
  at: Date,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Push" SET status = 'WITHDRAWN', failure = 'taken back', "settledAt" = ${at}
    WHERE "dedupeKey" = ANY(${[...dedupeKeys]}) AND status = 'QUEUED' AND "doubtFrom" IS NULL`
}

/** Notes that the receiver has read a push and said so; nothing happens to one that was not sent. */
export async function acknowledgePush(tx: Tx, id: bigint): Promise<void> {
  await tx.$executeRaw`UPDATE "Push" SET status = 'ACKNOWLEDGED' WHERE id = ${id} AND status = 'SENT'`
}
