import { z } from 'zod'
import { type Boss, Prisma, type QueuePlan, type TakenJob, type Tx } from '../db/index.ts'
import { HOLD_MS } from './hold.ts'
import type { PushQueue } from './push.ts'

/** The queue that carries pushes: it says when to try again; whether a push still goes is said by its row. */
export type PushBoss = Pick<Boss, 'enqueue' | 'take' | 'heldFor' | 'done' | 'drop' | 'fail'>

/** Both queues, chat first. */
export const QUEUES = ['chat', 'digest'] as const satisfies readonly PushQueue[]

const nameOf = (queue: PushQueue): string => `push-${queue}`

/** Longer than the dispatcher keeps a job that must wait. */
const EXPIRE_SECONDS = 900

/** Tries last for a month: while WeCom is away pushes wait. */
const RETRIES = 100_000

/** Seconds between two tries at most: with the dispatcher's look every 10 s, all is under way within 40 s of WeCom's return. */
const RETRY_DELAY_MAX = 30

/** How pg-boss is to carry pushes: hand these to `createBoss`. */
export const pushQueues: readonly QueuePlan[] = [
  {
    name: nameOf('chat'),
    retryLimit: RETRIES,
    retryDelay: 1,
    retryDelayMax: RETRY_DELAY_MAX,
    expireIn: EXPIRE_SECONDS,
  },
  {
    name: nameOf('digest'),
    retryLimit: RETRIES,
    retryDelay: 2,
    retryDelayMax: RETRY_DELAY_MAX,
    expireIn: EXPIRE_SECONDS,
  },
]

/** What a job carries: everything else is read from the push itself. */
const Data = z.object({ pushId: z.string().regex(/^\d+$/).transform(BigInt), userid: z.string() })

/** A push and its receiver. */
export interface Address {
  readonly id: bigint
  readonly userid: string
}

/** A job in the hands of the dispatcher. */
export interface PushJob extends Address {
  readonly job: TakenJob
}

const dataOf = ({ id, userid }: Address) => ({ pushId: String(id), userid })

/** Files the jobs of stored pushes in the caller's transaction. */
export function fileJobs(
  tx: Tx,
  boss: PushBoss,
  queue: PushQueue,
  pushes: readonly Address[],
): Promise<void> {
  return boss.enqueue(
    tx,
    nameOf(queue),
    pushes.map((push) => ({ data: dataOf(push) })),
  )
}

/** When a job comes of a push that its filer holds or has just tried, in seconds: not before anybody else could take it. */
const AFTER_HOLD = HOLD_MS / 1_000

/** Files a job for what was sent without one, and could not be sent. */
export function fileLater(db: Tx, boss: PushBoss, queue: PushQueue, push: Address): Promise<void> {
  return boss.enqueue(db, nameOf(queue), [{ data: dataOf(push), startAfter: AFTER_HOLD }])
}

/** SQL that files jobs for the rows of a WITH's `lane`: `job`, `upTo` and `userid` of each queue. */
export function filingJobs(
  filing: Pick<Boss, 'enqueuing'>,
  queue: PushQueue,
  afterHold: boolean,
): Prisma.Sql {
  // A job carries what dataOf makes.
  return filing.enqueuing(
    nameOf(queue),
    Prisma.sql`
      SELECT json_agg(json_build_object('id', job, 'startAfter', ${String(afterHold ? AFTER_HOLD : 0)}::text,
        'data', json_build_object('pushId', "upTo"::text, 'userid', userid)) ORDER BY "upTo")
      FROM lane WHERE queue = ${queue}`,
  )
}

/** Takes up to so many jobs. */
export async function takeJobs(
  boss: PushBoss,
  queue: PushQueue,
  count: number,
): Promise<PushJob[]> {
  const jobs = await boss.take(nameOf(queue), count)
  return jobs.map((job) => {
    const { pushId, userid } = Data.parse(job.data)
    return { job, id: pushId, userid }
  })
}

/** A job in hand for so many seconds may be that of a process that died: a try is over sooner, and its hold too. */
const HELD_SECONDS = HOLD_MS / 1_000 + 10

/** When a push must have been taken, if whoever took it is to have died. */
export const deadBefore = (now: Date): Date => new Date(now.getTime() - HELD_SECONDS * 1_000)

/** What such jobs are about. Also those of a living process that keeps them while a receiver's limits are reached. */
export async function heldJobs(boss: PushBoss, queue: PushQueue): Promise<Address[]> {
  const held = await boss.heldFor(nameOf(queue), HELD_SECONDS)
  return held.map((data) => {
    const { pushId, userid } = Data.parse(data)
    return { id: pushId, userid }
  })
}

/** The jobs are settled. */
export function endJobs(
  boss: PushBoss,
  queue: PushQueue,
  jobs: readonly TakenJob[],
): Promise<void> {
  return boss.done(nameOf(queue), jobs)
}

/** Jobs that nobody took, and that are not needed any more. */
export function dropJobs(boss: PushBoss, queue: PushQueue, ids: readonly string[]): Promise<void> {
  return boss.drop(nameOf(queue), ids)
}

/** Gives jobs back, to come again later, each time after a longer wait. */
export async function returnJobs(
  boss: PushBoss,
  jobs: readonly TakenJob[],
  reason: string,
): Promise<void> {
  for (const job of jobs) await boss.fail(job, reason)
}

/** Lists a push that can never be sent with the dead letters, in the caller's transaction. */
export function bury(
  tx: Tx,
  boss: PushBoss,
  queue: PushQueue,
  push: Address,
  failure: string,
): Promise<void> {
  return boss.enqueue(tx, `${nameOf(queue)}.dead`, [{ data: { ...dataOf(push), failure } }])
}
