import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import { computeDue } from '../../src/deadlines/index.ts'
import { limit, nthWorked, row, settled, shifted, workedBetween } from './oracle.ts'

const calendar = calendarOf(loadYears())
/** Far enough from both ends for every count below. */
const anywhere = fc.integer({ min: 200, max: row.length - 200 })
const dayAt = (index: number) => day(shifted(index, 0))
const RUNS = { numRuns: 500 }

describe('the calendar, against days typed by hand and walked one by one', () => {
  it('agrees on every single day of the three years', () => {
    expect(row.length).toBe(366 + 365 + 365)
    expect(row.filter((spot) => calendar.isWorkday(day(spot.day)) !== spot.works)).toEqual([])
  })

  it('adds working days in both directions', () => {
    fc.assert(
      fc.property(anywhere, fc.integer({ min: -90, max: 90 }), (at, count) => {
        expect(calendar.addWorkdays(dayAt(at), count)).toBe(shifted(nthWorked(at, count), 0))
      }),
      RUNS,
    )
  })

  it('counts working days between any two days', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (from, to) => {
        expect(calendar.workdaysBetween(dayAt(from), dayAt(to))).toBe(workedBetween(from, to) + 0)
      }),
      RUNS,
    )
  })

  it('finds the next and the previous working day', () => {
    fc.assert(
      fc.property(anywhere, (at) => {
        expect(calendar.nextWorkday(dayAt(at))).toBe(shifted(settled(at, 1), 0))
        expect(calendar.previousWorkday(dayAt(at))).toBe(shifted(settled(at, -1), 0))
      }),
      RUNS,
    )
  })

  it.each(['max', 'min', 'exact', 'min_before', 'max_before'] as const)(
    'works out a limit of direction %s in days and in working days',
    (direction) => {
      fc.assert(
        fc.property(
          anywhere,
          fc.integer({ min: 1, max: 90 }),
          fc.constantFrom('day' as const, 'workday' as const),
          (at, amount, unit) => {
            const rule = { key: 'ANY', amount, unit, direction }
            expect(computeDue(rule, dayAt(at), calendar)).toMatchObject({
              ...limit(at, amount, unit, direction),
              missingYear: null,
            })
          },
        ),
        RUNS,
      )
    },
  )

  it('gives what belongs together: a later start never ends earlier, and adding then counting comes back', () => {
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 1, max: 60 }), (at, count) => {
        const [from, next] = [dayAt(at), dayAt(at + 1)]
        expect(calendar.addWorkdays(from, count) <= calendar.addWorkdays(next, count)).toBe(true)
        expect(calendar.workdaysBetween(from, calendar.addWorkdays(from, count))).toBe(count)
      }),
      RUNS,
    )
  })
})
