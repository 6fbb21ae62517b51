import { expect, it } from 'vitest'
import { day, officeInstant, officeIso } from '../../src/base/index.ts'
import { calendarOf, loadYears, YearNotMaintained } from '../../src/calendar/index.ts'
import { loadPolicy } from '../../src/jobs/index.ts'
import { choreSlot, inWorkingHours, latestSlot, slotsBetween } from '../../src/jobs/slots.ts'

const calendar = calendarOf(loadYears())
const policy = loadPolicy()
const at = (on: string, time: string): Date => officeInstant(day(on), time)
const named = (slots: readonly { job: string; at: Date }[]): string[] =>
  slots.map((slot) => `${slot.job} ${officeIso(slot.at)}`)

it('plans two slots on a working day, at odd minutes of the office whatever the zone of the process', () => {
  const zone = process.env.TZ
  for (const other of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
    process.env.TZ = other
    const { slots } = slotsBetween(
      policy,
      calendar,
      at('2026-09-08', '00:00'),
      at('2026-09-09', '00:00'),
    )
    expect(named(slots)).toEqual([
      'morning 2026-09-08T09:07:00+08:00',
      'urgent 2026-09-08T15:37:00+08:00',
    ])
  }
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

it('leaves out the beginning and takes in the end', () => {
  const slot = at('2026-09-08', '09:07')
  expect(slotsBetween(policy, calendar, slot, at('2026-09-08', '12:00')).slots).toEqual([])
  expect(named(slotsBetween(policy, calendar, at('2026-09-08', '09:00'), slot).slots)).toHaveLength(
    1,
  )
})

it('knows holidays and make-up days: nothing in the National Day week, both slots on the Saturday worked for it', () => {
  const { slots } = slotsBetween(
    policy,
    calendar,
    at('2026-10-01', '00:00'),
    at('2026-10-10', '23:59'),
  )
  expect(named(slots)).toEqual([
    'morning 2026-10-08T09:07:00+08:00',
    'urgent 2026-10-08T15:37:00+08:00',
    'morning 2026-10-09T09:07:00+08:00',
    'urgent 2026-10-09T15:37:00+08:00',
    'morning 2026-10-10T09:07:00+08:00',
    'urgent 2026-10-10T15:37:00+08:00',
  ])
})

it('plans nothing in a year without calendar, and names the year', () => {
  const found = slotsBetween(policy, calendar, at('2026-12-31', '12:00'), at('2027-01-05', '12:00'))
  expect(named(found.slots)).toEqual(['urgent 2026-12-31T15:37:00+08:00'])
  expect(found.missingYears).toEqual([2027])
  expect(() => latestSlot(policy, calendar, at('2027-01-05', '12:00'))).toThrow(YearNotMaintained)
  expect(inWorkingHours(policy, calendar, at('2027-01-05', '12:00'))).toBe(false)
})

it('finds the latest slot of the same office day only', () => {
  const latest = (on: string, time: string, job?: 'morning' | 'urgent') =>
    latestSlot(policy, calendar, at(on, time), job)?.job
  expect(latest('2026-09-08', '09:06')).toBeUndefined()
  expect(latest('2026-09-08', '09:07')).toBe('morning')
  expect(latest('2026-09-08', '23:59')).toBe('urgent')
  expect(latest('2026-09-08', '23:59', 'morning')).toBe('morning')
  expect(latest('2026-09-12', '12:00')).toBeUndefined()
})

it('works from 8:30 until before 17:30', () => {
  const works = (time: string): boolean => inWorkingHours(policy, calendar, at('2026-09-08', time))
  expect(['08:29', '08:30', '17:29', '17:30'].map(works)).toEqual([false, true, true, false])
})

it('gives each chore the latest moment of its grid', () => {
  expect(choreSlot(policy, 'seal-audit', at('2026-09-08', '10:19'))).toEqual(
    at('2026-09-08', '10:10'),
  )
  expect(choreSlot(policy, 'forget-old', at('2026-09-08', '10:19'))).toEqual(
    at('2026-09-08', '03:23'),
  )
  expect(choreSlot(policy, 'forget-old', at('2026-09-08', '03:22'))).toEqual(
    at('2026-09-07', '03:23'),
  )
})

it('refuses a slot at :00 or :30', async () => {
  const { mkdtempSync, readFileSync, writeFileSync } = await import('node:fs')
  const file = `${mkdtempSync('/tmp/policy-')}/policy.yaml`
  const text = readFileSync(new URL('../../src/jobs/policy.yaml', import.meta.url), 'utf8')
  writeFileSync(file, text.replace('"09:07"', '"09:30"'))
  expect(() => loadPolicy(file)).toThrow(/reminders.morning: not at :00 or :30/)
})
