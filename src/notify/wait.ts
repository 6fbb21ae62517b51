/** A stretch of time in which nothing is done. */
export interface Wait {
  readonly from: Date
  readonly until: Date
}

/** Whether it goes on. A clock that was set back lies outside of it: nobody waits for an hour that was there already. */
export const lasts = (wait: Wait | undefined, now: Date): boolean =>
  wait !== undefined && wait.from <= now && now < wait.until

/** A wait of so many milliseconds that begins then. */
export const waitFrom = (from: Date, ms: number): Wait => ({
  from,
  until: new Date(from.getTime() + ms),
})
