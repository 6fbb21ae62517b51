import { addDays, type Day, dayOf, weekday, yearOf } from '../base/index.ts'
import type { Lean } from './lean.ts'

/** Month of the day, 1–12. */
export function monthOf(of: Day): number {
  return Number(of.slice(5, 7))
}

/** Day of the month, 1–31. */
export function dateOf(of: Day): number {
  return Number(of.slice(8, 10))
}

/** The last day of a month; months beyond 1–12 run over into the neighbouring years. */
export function monthEnd(year: number, month: number): Day | undefined {
  const first = firstOf(year, month + 1)
  return first && addDays(first, -1)
}

/** The first day of a month; months beyond 1–12 run over into the neighbouring years. */
export function firstOf(year: number, month: number): Day | undefined {
  const index = year * 12 + month - 1
  return dayOf(Math.floor(index / 12), (index % 12) + 1, 1)
}

/** The same date `count` months later, or the last day of that month where it is shorter. */
export function addMonths(of: Day, count: number): Day | undefined {
  const first = firstOf(yearOf(of), monthOf(of) + count)
  const last = monthEnd(yearOf(of), monthOf(of) + count)
  if (!first || !last) return undefined
  return addDays(first, Math.min(dateOf(of), dateOf(last)) - 1)
}

/** The weekday (1–7) of the week that lies `weeks` weeks from this one; a week begins on Monday. */
export function weekdayOfWeek(today: Day, weeks: number, day: number): Day {
  return addDays(today, 1 - weekday(today) + 7 * weeks + day - 1)
}

/**
 * A bare weekday. Past: the latest one, today included. Future: the next one, today not included:
 * nobody who means today says 「周二」 of a Tuesday to come.
 */
export function bareWeekday(today: Day, day: number, lean: Lean): Day {
  const ahead = (day - weekday(today) + 7) % 7
  if (lean === 'past') return addDays(today, ahead === 0 ? 0 : ahead - 7)
  return addDays(today, ahead === 0 ? 7 : ahead)
}

/** The year a bare month-day belongs to: the latest one that is not ahead, or the first that is not behind. */
export function yearOfMonthDay(today: Day, month: number, date: number, lean: Lean): number {
  const year = yearOf(today)
  const [m, d] = [monthOf(today), dateOf(today)]
  const isAfter = month > m || (month === m && date > d)
  const isBefore = month < m || (month === m && date < d)
  if (lean === 'past') return isAfter ? year - 1 : year
  return isBefore ? year + 1 : year
}

/** The nth weekday of a month, or undefined where the month has none. */
export function nthWeekday(year: number, month: number, n: number, day: number): Day | undefined {
  const first = firstOf(year, month)
  if (!first) return undefined
  const found = addDays(first, ((day - weekday(first) + 7) % 7) + 7 * (n - 1))
  return monthOf(found) === month ? found : undefined
}
