import type { Day } from '../base/index.ts'

/** Days off in a row with their names, and the working days nearest to them on either side, the nearest first. */
export interface HolidayBreak {
  readonly days: readonly { readonly day: Day; readonly name: string }[]
  readonly before: readonly Day[]
  readonly after: readonly Day[]
}
