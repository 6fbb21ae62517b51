import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, day, MistakesError } from '../../src/base/index.ts'
import {
  calendarOf,
  loadYears,
  whereMaintained,
  YearNotMaintained,
} from '../../src/calendar/index.ts'

const years = loadYears()
const calendar = calendarOf(years)

const workdaysOf = (year: number): number => {
  let count = 0
  for (let at = day(`${year}-01-01`); at <= `${year}-12-31`; at = addDays(at, 1))
    if (calendar.isWorkday(at)) count++
  return count
}

describe('the maintained years', () => {
  it.each([
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days, as the State Council announced', (year, count) => {
    expect(workdaysOf(year)).toBe(count)
  })

  it.each([
    ['2026-02-14', 'makeup'],
    ['2026-02-28', 'makeup'],
    ['2026-09-20', 'makeup'],
    ['2026-10-10', 'makeup'],
    ['2024-10-12', 'makeup'],
    ['2026-10-01', 'holiday'],
    ['2026-10-03', 'holiday'],
    ['2026-10-11', 'sunday'],
    ['2026-10-17', 'saturday'],
    ['2026-10-08', 'workday'],
  ] as const)('%s is a %s', (at, kind) => {
    expect(calendar.why(day(at)).kind).toBe(kind)
  })

  it('names the holiday', () => {
    expect(calendar.why(day('2026-10-01'))).toEqual({ kind: 'holiday', name: '国庆节' })
    expect(calendar.why(day('2025-10-06'))).toEqual({ kind: 'holiday', name: '中秋' })
  })
})

describe('counting', () => {
  it('goes across Spring Festival with its make-up days', () => {
    expect(calendar.addWorkdays(day('2026-02-13'), 1)).toBe('2026-02-14')
    expect(calendar.addWorkdays(day('2026-02-13'), 2)).toBe('2026-02-24')
    expect(calendar.addWorkdays(day('2026-02-24'), -1)).toBe('2026-02-14')
    expect(calendar.addWorkdays(day('2026-02-27'), 1)).toBe('2026-02-28')
  })

  it('stays on a working day and leaves any other, in both directions', () => {
    expect(calendar.nextWorkday(day('2026-09-20'))).toBe('2026-09-20')
    expect(calendar.nextWorkday(day('2026-10-01'))).toBe('2026-10-08')
    expect(calendar.previousWorkday(day('2026-10-07'))).toBe('2026-09-30')
    expect(calendar.previousWorkday(day('2026-10-10'))).toBe('2026-10-10')
  })

  const someDay = fc.integer({ min: 0, max: 700 }).map((n) => addDays(day('2024-02-01'), n))
  it('counts what it adds, and comes back to a working day', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const to = calendar.addWorkdays(from, count)
        expect(calendar.workdaysBetween(from, to)).toBe(count)
        expect(calendar.workdaysBetween(to, from)).toBe(-count)
        const start = calendar.nextWorkday(from)
        expect(calendar.addWorkdays(calendar.addWorkdays(start, count), -count)).toBe(start)
      }),
    )
  })
})

describe('a year without a calendar', () => {
  it('is an error that names the year, never Monday to Friday', () => {
    expect(calendar.maintained(2027)).toBe(false)
    expect(() => calendar.isWorkday(day('2027-03-03'))).toThrow(YearNotMaintained)
    const outcome = whereMaintained(() => calendar.addWorkdays(day('2026-12-30'), 2))
    expect(outcome).toMatchObject({ ok: false, error: { year: 2027 } })
  })

  it('does not hinder a count that stays out of it', () => {
    expect(calendar.addWorkdays(day('2026-12-30'), 1)).toBe('2026-12-31')
    expect(calendar.addWorkdays(day('2023-12-31'), 1)).toBe('2024-01-02')
  })
})

describe('a year file with mistakes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'years-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is refused with the place of every mistake', () => {
    writeFileSync(
      join(folder, '2028.json'),
      [
        '{ "year": 2028, "source": "x",',
        '"offDays": ["2028-01-01", "2027-01-01"],',
        '"makeupWorkdays": ["2028-01-03"],',
        '"names": { "2028-01-01": "元旦" } }',
      ].join('\n'),
    )
    let mistakes: MistakesError['mistakes'] = []
    try {
      loadYears(folder)
    } catch (error) {
      if (error instanceof MistakesError) mistakes = error.mistakes
    }
    const text = mistakes.map((m) => `${m.at} ${m.message}`).join('\n')
    expect(text).toMatch(/2028\.json:2:27 .*2027-01-01 is not in 2028/)
    expect(text).toMatch(/2028\.json:2:27 .*2027-01-01 has no holiday name/)
    expect(text).toMatch(/2028\.json:3:20 .*2028-01-03 is a working day anyway/)
  })
})
