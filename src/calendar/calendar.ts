import {
  addDays,
  type Day,
  day,
  OfficeError,
  ok,
  type Result,
  refused,
  weekday,
  yearOf,
} from '../base/index.ts'
import { breaksAmong, type HolidayBreak } from './breaks.ts'
import type { CalendarYear } from './year.ts'

/** Why a day is worked or not. `holiday` carries the holiday's Chinese name from the year's data. */
export type DayNature =
  | { readonly kind: 'workday' | 'makeup' | 'saturday' | 'sunday' }
  | { readonly kind: 'holiday'; readonly name: string }

/** Nobody has entered the holidays of that year: no working day of it can be told. */
export class YearNotMaintained extends OfficeError {
  readonly year: number
  constructor(year: number) {
    super('calendar.year-not-maintained', { year })
    this.year = year
  }
}

/**
 * Working days of the office: Monday to Friday, less the holidays, plus the make-up days (调休).
 * Every method throws YearNotMaintained as soon as it must look at a day of a year without data;
 * `whereMaintained` turns that into a Result.
 */
export interface Calendar {
  /** Whether the year's data are there. Never throws. */
  maintained(year: number): boolean
  isWorkday(of: Day): boolean
  /** Why the day is worked or not. */
  why(of: Day): DayNature
  /** The day itself when it is worked, else the next working day. */
  nextWorkday(from: Day): Day
  /** The day itself when it is worked, else the working day before it. */
  previousWorkday(from: Day): Day
  /** The `count`th working day after the day, which is not counted itself; before it when negative; the day itself for 0. */
  addWorkdays(from: Day, count: number): Day
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workdaysBetween(from: Day, to: Day): number
  /** The holidays of all maintained years, in order, as a plain value; the same one until a year is learned. Never throws. */
  breaks(): readonly HolidayBreak[]
}

/** A calendar that can be told further years while it is in use. */
export interface LearningCalendar extends Calendar {
  /** From now on these years hold, also where others were known before. */
  learn(years: readonly CalendarYear[]): void
}

/** The calendar made of these years. */
export function calendarOf(years: readonly CalendarYear[]): LearningCalendar {
  const known = new Map<
    number,
    Pick<CalendarYear, 'names'> & { readonly makeup: ReadonlySet<Day> }
  >()
  let breaks: readonly HolidayBreak[] | undefined
  const learn = (more: readonly CalendarYear[]): void => {
    for (const { year, names, makeupWorkdays } of more)
      known.set(year, { names, makeup: new Set<Day>(makeupWorkdays) })
    breaks = undefined
  }
  learn(years)

  const why = (of: Day): DayNature => {
    const year = known.get(yearOf(of))
    if (!year) throw new YearNotMaintained(yearOf(of))
    const name = year.names[of]
    if (name !== undefined) return { kind: 'holiday', name }
    if (year.makeup.has(of)) return { kind: 'makeup' }
    const at = weekday(of)
    return { kind: at === 6 ? 'saturday' : at === 7 ? 'sunday' : 'workday' }
  }
  const isWorkday = (of: Day): boolean => {
    const { kind } = why(of)
    return kind === 'workday' || kind === 'makeup'
  }
  const seek = (from: Day, step: 1 | -1): Day => {
    let at = from
    while (!isWorkday(at)) at = addDays(at, step)
    return at
  }
  const addWorkdays = (from: Day, count: number): Day => {
    const step = count < 0 ? -1 : 1
    let at = from
    for (let left = Math.abs(count); left > 0; left--) at = seek(addDays(at, step), step)
    return at
  }
  const workdaysBetween = (from: Day, to: Day): number => {
    // Taken from 0, not negated: no days backward are 0 as well, not -0.
    if (to < from) return 0 - workdaysBetween(to, from)
    let count = 0
    for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkday(at)) count++
    return count
  }
  return {
    learn,
    maintained: (year) => known.has(year),
    isWorkday,
    why,
    nextWorkday: (from) => seek(from, 1),
    previousWorkday: (from) => seek(from, -1),
    addWorkdays,
    workdaysBetween,
    breaks: () => {
      breaks ??= breaksAmong(
        new Map(
          [...known.values()].flatMap(({ names }) =>
            Object.entries(names).map(([at, name]) => [day(at), name] as const),
          ),
        ),
        (of) => (known.has(yearOf(of)) ? isWorkday(of) : undefined),
      )
      return breaks
    },
  }
}

/** What the calculation gives, or the year whose calendar it lacked. */
export function whereMaintained<T>(calculate: () => T): Result<T, YearNotMaintained> {
  try {
    return ok(calculate())
  } catch (error) {
    if (error instanceof YearNotMaintained) return refused(error)
    throw error
  }
}
