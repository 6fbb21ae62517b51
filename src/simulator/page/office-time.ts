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

/** The instant at which the office's wall clock shows `time` (`9:07`) on the day of `on`; undefined for no time. */
export function instantOn(on: Date, time: string): Date | undefined {
  const [, hour = '', minute = ''] = /^\s*(\d{1,2})[:：.](\d{2})\s*$/.exec(time) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return undefined
  const midnight = Math.floor(shifted(on).getTime() / DAY_MS) * DAY_MS - OFFSET_MS
  return new Date(midnight + (Number(hour) * 60 + Number(minute)) * 60_000)
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
