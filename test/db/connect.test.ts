import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  isDatabaseAway,
  isLockTimeout,
  isUniqueViolation,
  lockLot,
  openDatabase,
  type Tx,
} from '../../src/db/index.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'

let office: OfficeDatabase

beforeAll(async () => {
  office = await officeDatabase()
})
afterAll(() => office[Symbol.asyncDispose]())

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  )
const cutConnections = (): Promise<unknown> =>
  office.client.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`

test('a transaction is all or nothing', async () => {
  await failureOf(
    office.transaction(async (tx) => {
      await tx.region.create({ data: { name: 'gone' } })
      throw new Error('changed its mind')
    }),
  )
  await office.transaction((tx) => tx.region.create({ data: { name: 'kept' } }))
  expect(await office.client.region.findMany()).toMatchObject([{ name: 'kept' }])
})

test('connections start with the settings a message needs', async () => {
  const [row] = await office.client.$queryRaw<object[]>`
    SELECT current_setting('lock_timeout') AS lock, current_setting('transaction_isolation') AS isolation`
  expect(row).toEqual({ lock: '3s', isolation: 'read committed' })
})

test('a lot is locked once, and a lot that does not exist is not', async () => {
  const region = await office.client.region.create({ data: { name: 'r' } })
  const unit = { name: 'u', regionId: region.id }
  const project = await office.client.project.create({
    data: { code: 'P', name: 'p', unit: { create: unit } },
  })
  const lot = await office.client.lot.create({
    data: { projectId: project.id, name: 'l', budget: 1n, category: 'WORKS' },
  })
  await office.transaction(async (tx) => {
    expect(await lockLot(tx, lot.id)).toBe(true)
    expect(await lockLot(tx, 999_999)).toBe(false)
    const waiting = office.transaction(async (other) => {
      await other.$executeRaw`SET LOCAL lock_timeout = '20ms'`
      await lockLot(other, lot.id)
    })
    const failure = await failureOf(waiting)
    expect(isLockTimeout(failure)).toBe(true)
    expect(isDatabaseAway(failure)).toBe(false)
  })
})

const hold = (tx: Tx, name: string): Promise<unknown> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(1, hashtext(${name}))`

test('a deadlock is resolved by running one of the two again', async () => {
  let runs = 0
  const both = { held: 0 }
  const one = (first: string, second: string): Promise<void> =>
    office.transaction(async (tx) => {
      runs++
      await hold(tx, first)
      both.held++
      // Until each holds its first lock; the run after the deadlock finds both counted.
      while (both.held < 2) await pause(1)
      await hold(tx, second)
    })
  await Promise.all([one('p', 'q'), one('q', 'p')])
  expect(runs).toBe(3)
})

test('a transaction that takes too long is rolled back', async () => {
  const slow = office.transaction(
    async (tx) => {
      await tx.region.create({ data: { name: 'late' } })
      await tx.$executeRaw`SELECT pg_sleep(0.2)`
      await tx.region.count()
    },
    { timeout: 100 },
  )
  await failureOf(slow)
  expect(await office.client.region.count({ where: { name: 'late' } })).toBe(0)
})

test('a second row of the same key is a unique violation and nothing else', async () => {
  const twice = (): Promise<unknown> =>
    office.client.setting.create({ data: { key: 'k', value: 1 } })
  await twice()
  const failure = await failureOf(twice())
  expect(isUniqueViolation(failure)).toBe(true)
  expect(isDatabaseAway(failure)).toBe(false)
})

test('connections that were cut are replaced; work caught in the middle is known to be no fault of its own', async () => {
  await cutConnections()
  await office.ping()
  const caught = office.transaction(
    async (tx) => {
      await tx.region.count()
      await cutConnections()
      await tx.region.count()
    },
    { attempts: 1 },
  )
  expect(isDatabaseAway(await failureOf(caught))).toBe(true)
  await office.ping()
})

test('a server that is not there is away, by socket and by port', async () => {
  for (const url of [
    'postgresql://office@/postgres?host=%2Fnowhere',
    'postgresql://office@127.0.0.1:9/postgres',
  ]) {
    const database = openDatabase({ url })
    expect(isDatabaseAway(await failureOf(database.ping()))).toBe(true)
    expect(isDatabaseAway(await failureOf(database.transaction((tx) => tx.region.count())))).toBe(
      true,
    )
    await database.close()
  }
})

test('a mistake in a query is not taken for an absent database', async () => {
  expect(isDatabaseAway(await failureOf(office.client.$queryRaw`SELECT nonsense`))).toBe(false)
  expect(isDatabaseAway(new Error('something else'))).toBe(false)
  expect(isDatabaseAway(undefined)).toBe(false)
})
