import { OfficeError } from './errors.ts'

/** A calendar day of the office, `2026-09-08`. Compares correctly as a string. */
export type Day = string & { readonly day: unique symbol }

/** The office's zone. China has kept UTC+8 without daylight saving since 1991. */
const OFFICE_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Every day that was ever asked about, as its number since 1970 and back: counting is done millions of times. */
const numbers = new Map<string, number>()
const days = new Map<number, Day>()
/** A century; what lies beyond is worked out each time. */
const MOST_DAYS = 36_525

function numberOf(of: Day): number {
  return numbers.get(of) ?? Date.parse(`${of}T00:00:00Z`) / DAY_MS
}

function dayAt(number: number): Day {
  const known = days.get(number)
  if (known !== undefined) return known
  const day = new Date(number * DAY_MS).toISOString().slice(0, 10) as Day // ISO of a UTC midnight is a day by construction
  if (days.size < MOST_DAYS) {
    days.set(number, day)
    numbers.set(day, number)
  }
  return day
}

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): text is Day {
  if (numbers.has(text)) return true
  const [, year, month, date] = SHAPE.exec(text) ?? []
  if (!year) return false
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  return at.toISOString().startsWith(text)
}

/** The day written in the text. Throws `base.not-a-day` when there is no such day. */
export function day(text: string): Day {
  if (!isDay(text)) throw new OfficeError('base.not-a-day', { text })
  return text
}

/** The day with these numbers, or undefined where the calendar has none (30 February). */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return isDay(text) ? text : undefined
}

/** The day `count` calendar days later (earlier when negative). */
export function addDays(of: Day, count: number): Day {
  return dayAt(numberOf(of) + count)
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(of: Day): number {
  // 1 January 1970 was a Thursday.
  return ((((numberOf(of) + 3) % 7) + 7) % 7) + 1
}

/** The year of the day. */
export function yearOf(of: Day): number {
  return Number(of.slice(0, 4))
}

/** The office's day at an instant, whatever the process's zone. */
export function officeDay(at: Date): Day {
  return dayAt(Math.floor((at.getTime() + OFFICE_OFFSET_MS) / DAY_MS))
}

/** The office's wall-clock time at an instant, `09:07`. */
export function officeTime(at: Date): string {
  return new Date(at.getTime() + OFFICE_OFFSET_MS).toISOString().slice(11, 16)
}

/** The instant at which the office's wall clock shows `time` (`09:07`) on that day. */
export function officeInstant(of: Day, time = '00:00'): Date {
  return new Date(
    Date.parse(`${of}T${time.length === 5 ? `${time}:00` : time}Z`) - OFFICE_OFFSET_MS,
  )
}

/** ISO 8601 with the office's offset: `2026-09-08T09:07:00+08:00`. */
export function officeIso(at: Date): string {
  return `${new Date(at.getTime() + OFFICE_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}
