import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Logger } from '../base/index.ts'
import { Prisma } from './generated/client.ts'
import { createPool } from './pool.ts'
import type { Tx } from './sql.ts'
import { statementNames } from './statement-names.ts'

/** How a queue behaves when sending fails. Transport only: business delays are due-times in our own tables. */
export interface QueuePlan {
  readonly name: string
  /** Tries after the first; then the job lies in the dead letters. */
  readonly retryLimit: number
  /** Seconds before the first retry; doubled each time, with jitter. */
  readonly retryDelay: number
  /** Seconds between two retries at most. */
  readonly retryDelayMax: number
  /** Seconds a job may be worked on; after that its worker counts as dead and it is retried. 60. */
  readonly expireIn?: number
}

/** A job in hand. */
export interface TakenJob {
  readonly id: string
  readonly queue: string
  readonly data: unknown
  /** How often it was tried before this time. */
  readonly retryCount: number
}

/** What lies in a queue. */
export interface QueueCount {
  readonly waiting: number
  readonly dead: number
}

/** pg-boss, narrowed to what pushing needs. */
export interface Boss {
  /**
   * Files jobs in the queue as part of the transaction: one round trip for all of them, and they exist exactly
   * if it commits. A job whose `id` (a uuid) is already filed is not filed again; `startAfter` is in seconds.
   */
  enqueue(
    tx: Tx,
    queue: string,
    jobs: readonly {
      readonly id?: string
      readonly data: object
      readonly startAfter?: number
    }[],
  ): Promise<void>
  /**
   * The same as a part of a larger statement, which spares the round trip: an INSERT for a WITH. `jobs` is an
   * expression for a JSON array of `{"id"?, "data", "startAfter"?}` (seconds as text), or null.
   */
  enqueuing(queue: string, jobs: Prisma.Sql): Prisma.Sql
  /** Up to `count` jobs that are due, oldest first (to the millisecond); no other process gets them meanwhile. */
  take(queue: string, count: number): Promise<TakenJob[]>
  /** What jobs carry that somebody has had in hand for at least so many seconds; the oldest 1,000. */
  heldFor(queue: string, seconds: number): Promise<unknown[]>
  /** The jobs are settled. Nothing happens to one that expired and went to somebody else. */
  done(queue: string, jobs: readonly TakenJob[]): Promise<void>
  /** Forgets jobs that were filed and not taken. Nothing happens to ids that are gone. */
  drop(queue: string, ids: readonly string[]): Promise<void>
  /** The job failed: it is retried after the queue's delay, or dead. `reason` must hold nothing secret. */
  fail(job: TakenJob, reason: string): Promise<void>
  count(queue: string): Promise<QueueCount>
  /** Puts the dead letters of a queue back into it, and says how many. */
  redrive(queue: string): Promise<number>
  stop(): Promise<void>
}

/** What to open. */
export interface BossOptions {
  readonly url: string
  readonly log: Logger
  readonly queues: readonly QueuePlan[]
  /** False for commands: they file jobs, the server looks after the queues. */
  readonly supervise?: boolean
}

/** The caller's transaction as pg-boss takes it. */
const within = (tx: Tx) => ({
  executeSql: async (text: string, values: unknown[] = []) => ({
    rows: await tx.$queryRawUnsafe<unknown[]>(text, ...values),
  }),
})

/** A connection for what is asked at every push: pg-boss's own would have each statement planned anew. */
function keptStatements(url: string) {
  const pool = createPool({ url, poolSize: 1, applicationName: 'caixiaozhu queue' })
  const nameOf = statementNames()
  return {
    executeSql: (text: string, values: unknown[] = []) =>
      // Named even without parameters.
      pool.query({ name: nameOf({ sql: text, args: [text] }), text, values }),
    close: () => pool.end(),
  }
}

const Carried = z.object({ data: z.unknown() })

const deadLetters = (queue: string): string => `${queue}.dead`

/** What stands before and after the only parameter of pg-boss's own statement, a JSON array as text. */
async function insertOf(boss: PgBoss, queue: string): Promise<readonly [string, string]> {
  const texts: string[] = []
  const db = {
    executeSql: async (text: string) => {
      texts.push(text)
      return { rows: [] }
    },
  }
  await boss.insert(queue, [{ data: {} }], { db })
  const [before, after, ...more] = texts.join('').split('$1::text::json')
  if (before === undefined || after === undefined || more.length > 0 || after.includes('$')) {
    throw new Error('pg-boss files jobs by a statement of another form')
  }
  return [before, after]
}

async function prepareQueue(boss: PgBoss, plan: QueuePlan): Promise<void> {
  const settings = {
    retryLimit: plan.retryLimit,
    retryDelay: plan.retryDelay,
    retryDelayMax: plan.retryDelayMax,
    retryBackoff: true,
    expireInSeconds: plan.expireIn ?? 60,
  }
  await boss.createQueue(deadLetters(plan.name), { deleteAfterSeconds: 0 })
  await boss.createQueue(plan.name, { ...settings, deadLetter: deadLetters(plan.name) })
  // A queue that exists keeps its old settings otherwise.
  await boss.updateQueue(plan.name, settings)
}

/** Starts pg-boss (schema `pgboss`, two connections of its own and one for pushes) and prepares the queues and their dead letters. */
export async function createBoss(options: BossOptions): Promise<Boss> {
  const supervise = options.supervise ?? true
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'caixiaozhu queue',
    connectionTimeoutMillis: 2_000,
    max: 2,
    schema: 'pgboss',
    schedule: false,
    supervise,
    // A restart of the server leaves jobs in hand: they are found again within this.
    monitorIntervalSeconds: 30,
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  const db = keptStatements(options.url)
  boss.on('error', (error) => options.log.warn({ err: error }, 'queue'))
  boss.on('warning', ({ message }) => options.log.warn({ warning: message }, 'queue'))
  await boss.start()
  const inserts = new Map<string, readonly [string, string]>()
  for (const plan of options.queues) {
    await prepareQueue(boss, plan)
    inserts.set(plan.name, await insertOf(boss, plan.name))
  }

  return {
    enqueue: async (tx, queue, jobs) => {
      if (jobs.length > 0) await boss.insert(queue, [...jobs], { db: within(tx) })
    },
    enqueuing: (queue, jobs) => {
      const [before, after] = inserts.get(queue) ?? []
      if (before === undefined || after === undefined) throw new Error(`no queue ${queue}`)
      return Prisma.sql`${Prisma.raw(before)}(${jobs})::text::json${Prisma.raw(after)}`
    },
    take: async (queue, count) => {
      const jobs = await boss.fetch<unknown>(queue, { batchSize: count, includeMetadata: true, db })
      // PostgreSQL picks the oldest, but hands them over in any order.
      return jobs
        .sort((a, b) => a.createdOn.getTime() - b.createdOn.getTime())
        .map(({ id, data, retryCount }) => ({ id, queue, data, retryCount }))
    },
    heldFor: async (queue, seconds) => {
      const { rows } = await db.executeSql(
        `SELECT data FROM pgboss.job WHERE name = $1 AND state = 'active'
          AND started_on <= now() - $2::int * interval '1 second' ORDER BY started_on LIMIT 1000`,
        [queue, seconds],
      )
      return z
        .array(Carried)
        .parse(rows)
        .map(({ data }) => data)
    },
    done: async (queue, jobs) => {
      const attempts = jobs.map(({ id, retryCount }) => ({ id, retryCount }))
      if (attempts.length > 0) await boss.complete(queue, attempts, null, { db })
    },
    drop: async (queue, ids) => {
      if (ids.length > 0) await boss.deleteJob(queue, [...ids], { db })
    },
    fail: async ({ queue, id, retryCount }, reason) => {
      await boss.fail(queue, { id, retryCount }, { reason })
    },
    count: async (queue) => {
      const [waiting, dead] = await Promise.all([
        boss.findJobs(queue, { queued: true, limit: 100_000 }),
        boss.findJobs(deadLetters(queue), { queued: true, limit: 100_000 }),
      ])
      return { waiting: waiting.length, dead: dead.length }
    },
    redrive: (queue) => boss.redrive(deadLetters(queue)),
    stop: async () => {
      await boss.stop({ graceful: false })
      await db.close()
    },
  }
}
