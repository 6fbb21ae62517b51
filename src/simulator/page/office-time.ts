import { say } from './words.ts'

// The office lives at UTC+8 without daylight saving, wherever this browser stands.
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const two = (value: number): string => String(value).padStart(2, '0')
const shifted = (at: Date): Date => new Date(at.getTime() + OFFSET_MS)

/** `9:07` on the office's wall clock. */
export function timeOf(at: Date): string {
  const local = shifted(at)
  return `${local.getUTCHours()}:${two(local.getUTCMinutes())}`
}

/** `9月9日 周三`. */
export function dayOf(at: Date): string {
  const local = shifted(at)
  const weekday = say('weekdays').split(' ')[local.getUTCDay()] ?? ''
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日 ${weekday}`
}

/** `2026年9月9日 周三`. */
export const longDayOf = (at: Date): string => `${shifted(at).getUTCFullYear()}年${dayOf(at)}`

/** Whether both fall on one day of the office. */
export const sameDay = (a: Date, b: Date): boolean =>
  Math.floor(shifted(a).getTime() / DAY_MS) === Math.floor(shifted(b).getTime() / DAY_MS)

/** For a date-time field: `2026-09-09T09:07`. */
export const fieldValue = (at: Date): string => shifted(at).toISOString().slice(0, 16)

/** The instant a date-time field names; undefined while it is incomplete. */
export function instantOf(field: string): Date | undefined {
  const ms = Date.parse(`${field}:00Z`) - OFFSET_MS
  return Number.isNaN(ms) ? undefined : new Date(ms)
}

/** How far the clock is ahead: `3天2小时`. */
export function aheadBy(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  const parts = [
    days > 0 ? say('clock-days', { days }) : '',
    hours > 0 ? say('clock-hours', { hours }) : '',
    days === 0 && rest > 0 ? say('clock-minutes', { minutes: rest }) : '',
  ]
  return parts.join('') || say('clock-minutes', { minutes: 0 })
}
