import { z } from 'zod'
import { type Boss, Prisma } from '../db/index.ts'
import { storingPushes } from './outbox.ts'
import type { AtOnce, NewPush, PushBody, PushQueue, TakenPush } from './push.ts'
import { filingJobs, QUEUES } from './queues.ts'

/** What files jobs as a part of a larger statement. */
export type JobFiling = Pick<Boss, 'enqueuing'>

/** Pushes of one person that a transaction stored: what whoever committed it may send at once. */
export interface StoredLane {
  readonly queue: PushQueue
  readonly userid: string
  /** The newest of them. */
  readonly upTo: bigint
  /** The job that brings them back later, should this process not live to send them; none in the chat. */
  readonly job?: string | undefined
  /** Already taken for the sender, oldest first; the others wait behind something. */
  readonly taken: readonly TakenPush[]
}

/**
 * Pushes and their jobs as steps for the WITH of a larger statement, which spares their round trips. Always the same
 * steps for the same queues, so that the statement is kept. With `atOnce`, read `storedLanes` in the same statement
 * and hand it to the dispatcher after the commit: jobs then come only after a sender's hold, and for the chat there
 * is none, since it would be gone a moment later. The dispatcher files one for what it cannot send; what a process
 * leaves behind that dies is found by its rows.
 */
export function storingSteps(
  filing: JobFiling,
  pushes: readonly NewPush[],
  at: Date,
  atOnce: AtOnce | undefined,
): Prisma.Sql[] {
  const queues = QUEUES.filter((queue) => pushes.some((push) => push.queue === queue))
  if (queues.length === 0) return []
  const filed = queues.filter((queue) => atOnce === undefined || queue !== 'chat')
  return [
    Prisma.sql`push AS (${storingPushes(pushes, at, atOnce)})`,
    // One job for all that goes to a person: it takes along what is older.
    Prisma.sql`lane AS MATERIALIZED (
      SELECT queue, userid, max(id::bigint) AS "upTo",
        CASE WHEN queue = ANY(${filed}) THEN gen_random_uuid() END AS job FROM push GROUP BY queue, userid)`,
    ...filed.map(
      (queue) =>
        Prisma.sql`${Prisma.raw(`job_${queue}`)} AS (${filingJobs(filing, queue, atOnce !== undefined)})`,
    ),
  ]
}

/** An expression over those steps: what `readStored` reads. */
export const storedLanes = Prisma.sql`(
  SELECT json_agg(json_build_object('queue', l.queue, 'userid', l.userid, 'upTo', l."upTo"::text, 'job', l.job, 'taken', (
    SELECT coalesce(json_agg(json_build_object('id', p.id, 'kind', p.kind, 'template', p.template, 'body', p.body)
      ORDER BY p.id::bigint), '[]')
    FROM push p WHERE p.queue = l.queue AND p.userid = l.userid AND p.taken)))
  FROM lane l)`

/** What storingPushes wrote a moment ago; the envelope suffices. */
const Lanes = z
  .array(
    z.object({
      queue: z.enum(QUEUES),
      userid: z.string(),
      upTo: z.string(),
      job: z.string().nullable(),
      taken: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['SEND', 'UPDATE_CARD']),
          template: z.string(),
          body: z.custom<PushBody>((value) => typeof value === 'object' && value !== null),
        }),
      ),
    }),
  )
  .nullish()

/** The lanes that a statement with `storingSteps` stored. */
export function readStored(lanes: unknown): StoredLane[] {
  return (Lanes.parse(lanes) ?? []).map(({ upTo, taken, job, ...lane }) => ({
    ...lane,
    ...(job !== null && { job }),
    upTo: BigInt(upTo),
    taken: taken.map(({ id, ...push }) => ({
      ...push,
      id: BigInt(id),
      queue: lane.queue,
      userid: lane.userid,
      attempts: 1,
      doubtFrom: null,
    })),
  }))
}
