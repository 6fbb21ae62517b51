import { type Clock, type Day, officeInstant } from '../../src/base/index.ts'

/** A clock that stands still until it is moved by hand. */
export interface HandClock extends Clock {
  /** To an instant written with its offset, `2026-09-10T09:30:00+08:00`, or to a moment of an office day. */
  set(at: string | Date): void
  setDay(day: Day, time?: string): void
  /** Forward by so many milliseconds. */
  advance(milliseconds: number): void
}

/** A hand-moved clock that starts at that instant. Throws when the text is not an instant. */
export function handClock(start: string | Date): HandClock {
  const instant = (at: string | Date): Date => {
    const moment = new Date(at)
    if (Number.isNaN(moment.getTime())) throw new Error(`not an instant: ${at}`)
    return moment
  }
  let now = instant(start)
  return {
    now: () => new Date(now),
    set: (at) => {
      now = instant(at)
    },
    setDay: (day, time) => {
      now = officeInstant(day, time)
    },
    advance: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds)
    },
  }
}
