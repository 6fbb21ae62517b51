import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import {
  isDatabaseAway,
  isLockTimeout,
  isNothingWritten,
  isUniqueViolation,
  openDatabase,
  Prisma,
  type Tx,
} from '../../src/db/index.ts'
import { officeDatabase } from '../support/database.ts'

const office = await officeDatabase()
afterAll(() => office[Symbol.asyncDispose]())

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail('it succeeded'),
    (failure: unknown) => failure,
  )

test('what the work did is kept when it ends and gone when it throws', async () => {
  await office.sqlTransaction(
    (tx) => tx.$executeRaw`INSERT INTO "Region" ("name") VALUES (${'kept'})`,
  )
  const failed = office.sqlTransaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO "Region" ("name") VALUES (${'gone'})`
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await office.client.region.findMany({ select: { name: true } })).toEqual([
    { name: 'kept' },
  ])
})

test('values come back as they do through Prisma', async () => {
  const at = new Date('2026-09-10T01:30:00.123Z')
  const ask = (tx: Tx) => tx.$queryRaw<unknown[]>`
    SELECT 9007199254740993::bigint AS "big", 7 AS "small", ${at}::timestamptz AS "at", ${true}::boolean AS "yes",
      ${['甲', '乙']}::text[] AS "words", ${[1, 2]}::int[] AS "numbers", ${'{"a":[1,null]}'}::jsonb AS "json",
      ${12n}::bigint AS "given", NULL::text AS "none", 'CHAT'::"Source" AS "kind"`
  const straight = await office.sqlTransaction(ask)
  expect(straight).toEqual(await office.transaction(ask))
  expect(straight).toMatchObject([{ big: 9_007_199_254_740_993n, at, words: ['甲', '乙'] }])
})

test('one person at a time, whatever the case of the account; others are not kept waiting', async () => {
  const order: string[] = []
  const turn = (person: string, name: string, work: () => Promise<unknown>): Promise<void> =>
    office.sqlTransaction(
      async (tx) => {
        await tx.$queryRaw`SELECT ${name}::text AS "name"`
        order.push(`${name} in`)
        await work()
        order.push(`${name} out`)
      },
      { person },
    )
  let second: Promise<void> | undefined
  await turn('ZhangMin', 'first', async () => {
    second = turn('zhangmin', 'second', async () => undefined)
    await turn("o'neil", 'other', async () => undefined)
  })
  await second
  expect(order).toEqual([
    'first in',
    'other in',
    'other out',
    'first out',
    'second in',
    'second out',
  ])
})

test('work that takes too long is rolled back, and counts as the database being away', async () => {
  const slow = office.sqlTransaction(
    async (tx) => {
      await tx.$executeRaw`INSERT INTO "Region" ("name") VALUES ('late')`
      await tx.$executeRaw`SELECT pg_sleep(0.3)`
    },
    { timeout: 100 },
  )
  expect(isDatabaseAway(await failureOf(slow))).toBe(true)
  expect(await office.client.region.count({ where: { name: 'late' } })).toBe(0)
  await office.ping()
})

test('a second row of the same key is a unique violation', async () => {
  const twice = office.sqlTransaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO "Region" ("name") VALUES ('twice'), ('twice')`
  })
  const failure = await failureOf(twice)
  expect(isUniqueViolation(failure)).toBe(true)
  expect(isDatabaseAway(failure)).toBe(false)
})

test('a person whom another node holds is a lock timeout', async () => {
  const other = new pg.Client({ connectionString: office.url })
  await other.connect()
  await other.query("BEGIN; SELECT pg_advisory_xact_lock(5241, hashtext('held'))")
  const waiting = office.sqlTransaction(async () => undefined, { person: 'Held' })
  expect(isLockTimeout(await failureOf(waiting))).toBe(true)
  await other.end()
})

test('a connection that is cut in the middle, or none to be had, is the database being away', async () => {
  const cut = office.sqlTransaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`
  })
  expect(isDatabaseAway(await failureOf(cut))).toBe(true)

  const small = openDatabase({ url: office.url, poolSize: 1 })
  const held = small.sqlTransaction(() => pause(200))
  const second = small.sqlTransaction(async () => undefined, { maxWait: 50 })
  expect(isDatabaseAway(await failureOf(second))).toBe(true)
  await held
  await small.sqlTransaction((tx) => tx.$queryRaw`SELECT 1`)
  await small.close()
})

test('the last statement commits what went before, and keeps nothing where it fails', async () => {
  const add = (name: string, divisor: number) =>
    office.sqlTransaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO "Region" ("name") VALUES (${`${name} before`})`
      return tx.$commitRaw<{ one: number }[]>(
        Prisma.sql`
          WITH last AS (INSERT INTO "Region" ("name") VALUES (${`${name} last`}))
          SELECT 1 / ${divisor}::int AS "one"`,
      )
    })
  expect(await add('whole', 1)).toEqual([{ one: 1 }])
  expect(isNothingWritten(await failureOf(add('nothing', 0)))).toBe(true)
  const named = { name: { startsWith: 'whole' } }
  expect(await office.client.region.count({ where: named })).toBe(2)
  expect(await office.client.region.count({ where: { name: { startsWith: 'nothing' } } })).toBe(0)
})

test('statements asked in one breath are done in their order, each seeing what went before', async () => {
  const seen = await office.sqlTransaction(async (tx) => {
    const count = () =>
      tx.$queryRaw<
        { n: number }[]
      >`SELECT count(*)::int AS "n" FROM "Region" WHERE "name" LIKE ${'breath%'}`
    const [before, , after] = await Promise.all([
      count(),
      tx.$executeRaw`INSERT INTO "Region" ("name") VALUES (${'breath'})`,
      count(),
    ])
    return [before[0]?.n, after[0]?.n]
  })
  expect(seen).toEqual([0, 1])
})

test('of statements asked in one breath the first that fails says why', async () => {
  const failure = await failureOf(
    office.sqlTransaction((tx) =>
      Promise.all([
        tx.$executeRaw`INSERT INTO "Region" ("name") VALUES (${'twice'}), (${'twice'})`,
        tx.$queryRaw`SELECT 1 AS "one" WHERE ${'x'}::text IS NOT NULL`,
      ]),
    ),
  )
  expect(isUniqueViolation(failure)).toBe(true)
})
