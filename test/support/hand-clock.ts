import type { Clock } from '../../src/base/index.ts'

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  /** Moves the time forward by milliseconds. */
  pass(milliseconds: number): void
}

/** A clock moved by hand; it begins at the given instant. */
export function handClock(start: string): HandClock {
  let now = Date.parse(start)
  return {
    now: () => new Date(now),
    pass(milliseconds) {
      now += milliseconds
    },
  }
}

export const SECOND = 1_000
export const MINUTE = 60_000
export const HOUR = 3_600_000
