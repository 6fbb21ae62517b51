/** The one source of "now". Everything that needs the time is handed a Clock. */
export interface Clock {
  /** The current instant (UTC inside, as every Date). */
  now(): Date
}

/** The machine's clock. Only assembly (`app.ts`, `cli`) may use it. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that runs `offsetMs` ahead of another: the simulator's moved clock. */
export class ShiftedClock implements Clock {
  private readonly inner: Clock
  private offset: number

  constructor(inner: Clock, offsetMs = 0) {
    this.inner = inner
    this.offset = offsetMs
  }

  now(): Date {
    return new Date(this.inner.now().getTime() + this.offset)
  }

  /** Milliseconds ahead of the inner clock. */
  get offsetMs(): number {
    return this.offset
  }

  /** Takes over an offset read from the database; an earlier one is ignored: time only moves forward. */
  advanceTo(offsetMs: number): void {
    this.offset = Math.max(this.offset, offsetMs)
  }
}
