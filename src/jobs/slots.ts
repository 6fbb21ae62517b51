import {
  addDays,
  type Day,
  officeDay,
  officeInstant,
  officeTime,
  weekday,
  yearOf,
} from '../base/index.ts'
import { type Calendar, YearNotMaintained } from '../calendar/index.ts'
import { type Chore, type Policy, REMINDERS, type ReminderSlot } from './policy.ts'

/** One moment at which a reminder is to go out. */
export interface Slot {
  readonly job: ReminderSlot
  /** The office's day it belongs to. */
  readonly day: Day
  readonly at: Date
}

/** The slots found, and the years that could not be planned for want of a calendar. */
export interface Slots {
  readonly slots: readonly Slot[]
  readonly missingYears: readonly number[]
}

const slotsOn = (policy: Policy, day: Day): Slot[] =>
  REMINDERS.map((job) => ({ job, day, at: officeInstant(day, policy.reminders[job]) })).sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  )

/**
 * The reminder slots after `from` up to and including `to`, on working days, oldest first.
 * Days of a year without a calendar have none: nothing is guessed, the year is named.
 */
export function slotsBetween(policy: Policy, calendar: Calendar, from: Date, to: Date): Slots {
  const slots: Slot[] = []
  const missing = new Set<number>()
  for (let day = officeDay(from); day <= officeDay(to); day = addDays(day, 1)) {
    try {
      if (!calendar.isWorkday(day)) continue
    } catch (error) {
      if (!(error instanceof YearNotMaintained)) throw error
      missing.add(error.year)
      continue
    }
    slots.push(...slotsOn(policy, day).filter(({ at }) => at > from && at <= to))
  }
  return { slots, missingYears: [...missing] }
}

/**
 * The latest slot at or before `at` on the same office day, of one kind if asked; undefined when there is none.
 * Throws YearNotMaintained.
 */
export function latestSlot(
  policy: Policy,
  calendar: Calendar,
  at: Date,
  job?: ReminderSlot,
): Slot | undefined {
  const day = officeDay(at)
  if (!calendar.isWorkday(day)) return undefined
  return slotsOn(policy, day).findLast((slot) => slot.at <= at && (!job || slot.job === job))
}

/** Whether the office works at that instant; never in a year without a calendar. */
export function inWorkingHours(policy: Policy, calendar: Calendar, at: Date): boolean {
  const day = officeDay(at)
  const time = officeTime(at)
  const { from, to } = policy.workingHours
  return (
    calendar.maintained(Number(day.slice(0, 4))) &&
    calendar.isWorkday(day) &&
    time >= from &&
    time < to
  )
}

/** Office hours of Monday to Friday in a year without a calendar: all that can be said of it. */
export function inUsualHours(policy: Policy, calendar: Calendar, at: Date): boolean {
  const day = officeDay(at)
  const { from, to } = policy.workingHours
  const time = officeTime(at)
  return !calendar.maintained(yearOf(day)) && weekday(day) <= 5 && time >= from && time < to
}

/**
 * The moment by which so many minutes of working time have passed since `from`; undefined where a year
 * on the way has no calendar.
 */
export function afterWorkingTime(
  policy: Policy,
  calendar: Calendar,
  from: Date,
  minutes: number,
): Date | undefined {
  let left = minutes * 60_000
  for (let day = officeDay(from); calendar.maintained(yearOf(day)); day = addDays(day, 1)) {
    if (!calendar.isWorkday(day)) continue
    const opens = officeInstant(day, policy.workingHours.from).getTime()
    const closes = officeInstant(day, policy.workingHours.to).getTime()
    const begin = Math.max(opens, from.getTime())
    if (begin + left < closes) return new Date(begin + left)
    left -= Math.max(0, closes - begin)
  }
  return undefined
}

/** The latest moment at or before `at` at which the chore was to run; missed ones before it need no run of their own. */
export function choreSlot(policy: Policy, chore: Chore, at: Date): Date {
  const when = policy.chores[chore]
  const day = officeDay(at)
  if ('at' in when) {
    const today = officeInstant(day, when.at)
    return today <= at ? today : officeInstant(addDays(day, -1), when.at)
  }
  const step = when.every * 60_000
  const midnight = officeInstant(day).getTime()
  return new Date(midnight + Math.floor((at.getTime() - midnight) / step) * step)
}

/** Days within which the next reminder surely lies: the longest holiday is shorter. */
const HORIZON_DAYS = 15

/** The next moment at which reminders go out; undefined where no calendar says. */
export function nextReminder(policy: Policy, calendar: Calendar, after: Date): Date | undefined {
  const until = officeInstant(addDays(officeDay(after), HORIZON_DAYS))
  return slotsBetween(policy, calendar, after, until).slots[0]?.at
}
