import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { silentLog } from '../../src/base/index.ts'
import { type Boss, createBoss, Prisma, type QueuePlan } from '../../src/db/index.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'

const plan = (name: string, retryLimit: number): QueuePlan => ({
  name,
  retryLimit,
  retryDelay: 1,
  retryDelayMax: 1,
})
const QUEUES = ['plain', 'rollback', 'ids', 'part', 'shared'].map((name) => plan(name, 3))

let office: OfficeDatabase
let boss: Boss

beforeAll(async () => {
  office = await officeDatabase()
  const queues = [...QUEUES, plan('short', 1)]
  boss = await createBoss({ url: office.url, log: silentLog, queues })
})
afterAll(async () => {
  await boss.stop()
  await office[Symbol.asyncDispose]()
})

const file = (queue: string, jobs: { id?: string; data: object }[]): Promise<void> =>
  office.transaction((tx) => boss.enqueue(tx, queue, jobs))

test('jobs of a committed transaction are taken in order and settled once', async () => {
  await file('plain', [{ data: { push: 1 } }])
  await file('plain', [{ data: { push: 2 } }])
  const taken = await boss.take('plain', 5)
  expect(taken.map(({ data }) => data)).toEqual([{ push: 1 }, { push: 2 }])
  expect(await boss.take('plain', 5)).toEqual([])
  await boss.done('plain', taken)
  expect(await boss.count('plain')).toEqual({ waiting: 0, dead: 0 })
})

test('jobs of a transaction that is rolled back never existed', async () => {
  const failing = office.transaction(async (tx) => {
    await boss.enqueue(tx, 'rollback', [{ data: { push: 1 } }])
    throw new Error('changed its mind')
  })
  await expect(failing).rejects.toThrow('changed its mind')
  expect(await boss.take('rollback', 5)).toEqual([])
})

test('a job id is filed once and does not break the transaction the second time', async () => {
  const id = '8f14e45f-ceea-467f-a0e6-3b5d5b0d8d0a'
  await file('ids', [{ id, data: { push: 1 } }])
  await file('ids', [{ id, data: { push: 1 } }, { data: { push: 2 } }])
  expect(await boss.count('ids')).toEqual({ waiting: 2, dead: 0 })
})

test('jobs are filed by a part of a larger statement as they are by one of their own', async () => {
  const jobs = Prisma.sql`SELECT json_agg(json_build_object('data', json_build_object('push', n))) FROM pushed`
  const filed = await office.sqlTransaction(
    (tx) =>
      tx.$queryRaw`WITH pushed AS (SELECT generate_series(1, ${2}::int) AS n), job AS (${boss.enqueuing('part', jobs)}) SELECT n FROM pushed`,
  )
  expect(filed).toEqual([{ n: 1 }, { n: 2 }])
  await file('part', [{ data: { push: 3 } }])
  const shapes = await office.client.$queryRaw<unknown[]>`
    SELECT DISTINCT retry_limit, retry_delay, retry_backoff, expire_seconds, dead_letter, policy, priority, state::text
    FROM pgboss.job WHERE name = 'part'`
  expect(shapes).toHaveLength(1)
  const taken = await boss.take('part', 5)
  // Those of one statement come in any order.
  expect(new Set(taken.map(({ data }) => data))).toEqual(
    new Set([{ push: 1 }, { push: 2 }, { push: 3 }]),
  )
})

test('a failed job comes again, then lies dead, and can be put back', async () => {
  await file('short', [{ data: { push: 1 } }])
  for (const retryCount of [0, 1]) {
    const jobs = await vi.waitFor(
      async () => {
        const due = await boss.take('short', 1)
        expect(due).toMatchObject([{ data: { push: 1 }, retryCount }])
        return due
      },
      { timeout: 10_000 },
    )
    for (const job of jobs) await boss.fail(job, 'wecom -1')
  }
  expect(await boss.count('short')).toEqual({ waiting: 0, dead: 1 })
  expect(await boss.redrive('short')).toBe(1)
  expect(await boss.take('short', 1)).toMatchObject([{ data: { push: 1 } }])
})

test('two processes never take the same job', async () => {
  const other = await createBoss({ url: office.url, log: silentLog, queues: QUEUES })
  await file(
    'shared',
    Array.from({ length: 40 }, (_, push) => ({ data: { push } })),
  )
  const takes = await Promise.all(
    Array.from({ length: 10 }, (_, turn) => (turn % 2 ? boss : other).take('shared', 5)),
  )
  expect(new Set(takes.flat().map(({ id }) => id)).size).toBe(40)
  expect(takes.flat()).toHaveLength(40)
  await other.stop()
})
