import { describe, expect, it } from 'vitest'
import { type Day, day } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import { lightOf, yellowFrom } from '../../src/deadlines/index.ts'

const calendar = calendarOf(loadYears())
const max = { direction: 'max' } as const

describe('the first yellow day', () => {
  it.each([
    ['five working days before', 'max', '2026-09-04', '2026-10-04', '2026-09-23'],
    [
      'across Spring Festival with its make-up day',
      'max',
      '2026-01-24',
      '2026-02-25',
      '2026-02-11',
    ],
    ['not before the start', 'max', '2026-09-29', '2026-10-08', '2026-09-29'],
    ['without asking for last year', 'max', '2024-01-02', '2024-01-04', '2024-01-02'],
    [
      'before the act that had to come first',
      'min_before',
      '2026-03-10',
      '2026-02-08',
      '2026-02-02',
    ],
    [
      'known when only the last day lies in a year without calendar',
      'max',
      '2026-12-02',
      '2027-01-01',
      '2026-12-25',
    ],
    ['unknown where the calendar is missing', 'max', '2026-12-10', '2027-01-09', null],
  ] as const)('%s', (_, direction, start, rawDue, expected) => {
    expect(yellowFrom({ direction }, day(start), day(rawDue), calendar, 5)).toBe(expected)
  })

  it('is unknown where the bare end is', () => {
    expect(yellowFrom(max, day('2026-12-30'), null, calendar, 5)).toBeNull()
  })
})

describe('the light', () => {
  const contract = {
    due: day('2026-10-08'),
    yellowOn: day('2026-09-23'),
    worstLight: 'RED',
    metOn: null,
  } as const
  const on = (at: string, change: Partial<Parameters<typeof lightOf>[0]> = {}) => {
    const { light, daysLate } = lightOf({ ...contract, ...change }, day(at))
    return `${light} ${daysLate}`
  }
  const met = (at: string): { metOn: Day } => ({ metOn: day(at) })

  it.each([
    ['2026-09-22', {}, 'GREEN 0'],
    ['2026-09-23', {}, 'YELLOW 0'],
    ['2026-10-04', {}, 'YELLOW 0'],
    ['2026-10-08', {}, 'YELLOW 0'],
    ['2026-10-09', {}, 'RED 1'],
    ['2026-11-08', {}, 'RED 31'],
    ['2026-11-08', { worstLight: 'YELLOW' }, 'YELLOW 31'],
    ['2026-11-08', met('2026-10-08'), 'DONE 0'],
    ['2026-11-08', met('2026-10-11'), 'DONE 3'],
    ['2026-11-08', met('2026-08-01'), 'DONE 0'],
    ['2026-11-08', { pauses: [{ from: day('2026-10-01'), to: null }] }, 'PAUSED 0'],
    ['2026-11-08', { due: null, yellowOn: null }, 'UNKNOWN 0'],
    ['2026-11-08', { due: null, yellowOn: null, ...met('2026-11-02') }, 'DONE 0'],
  ] as const)('on %s with %o is %s', (at, change, expected) => {
    expect(on(at, change)).toBe(expected)
  })
})
