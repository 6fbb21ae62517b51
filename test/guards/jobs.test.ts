import { expect, test } from 'vitest'
import { CHORES, loadPolicy, REMINDERS } from '../../src/jobs/index.ts'
import { openOffice } from '../support/office.ts'

const JOBS = [...REMINDERS, ...CHORES].sort()

test('every job has its entry in the policy, and nothing else has', () => {
  const { reminders, chores } = loadPolicy()
  expect([...Object.keys(reminders), ...Object.keys(chores)].sort()).toEqual(JOBS)
  expect(JOBS.length).toBeGreaterThanOrEqual(10)
})

test('every job has a handler that runs, once for its moment however often the clock ticks', async () => {
  await using office = await openOffice('2026-09-10T10:00:00+08:00')
  const jobs = office.app().jobs()
  // What the start itself owes is done before the clock is moved.
  await jobs?.tick()
  const ran = []
  // The afternoon's, the night's, and the morning's.
  for (const at of [
    '2026-09-10T15:40:00+08:00',
    '2026-09-11T03:30:00+08:00',
    '2026-09-11T09:10:00+08:00',
  ]) {
    office.clock.set(at)
    ran.push(...((await jobs?.tick()) ?? []))
    expect(await jobs?.tick()).toEqual([])
  }
  expect([...new Set(ran.map((run) => run.job))].sort()).toEqual(JOBS)
  expect(ran.filter((run) => run.outcome !== 'done')).toEqual([])

  const { client } = office.database
  const rows = await client.cronRun.findMany()
  expect([...new Set(rows.map((row) => row.job))].sort()).toEqual(JOBS)
  expect(rows.filter((row) => row.finishedAt === null || row.failure !== null)).toEqual([])
  // The key that makes a second run impossible, whoever tries it.
  const again = client.$executeRaw`INSERT INTO "CronRun" SELECT * FROM "CronRun" LIMIT 1`
  await expect(again).rejects.toThrow(/CronRun_pkey|Unique constraint/)

  // Another start of the program, at the same moment, finds everything done.
  await office.restart()
  expect(await office.app().jobs()?.tick()).toEqual([])
  expect(await client.cronRun.count()).toBe(rows.length)
})
