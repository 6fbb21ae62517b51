import { type Day, officeDay, yearOf } from '../base/index.ts'

/** The number of an entry as people are told it: year of recording and id, `2026-0042`. */
export function entryNumber(event: { readonly id: bigint; readonly recordedAt: Date }): string {
  const today: Day = officeDay(event.recordedAt)
  return `${yearOf(today)}-${String(event.id).padStart(4, '0')}`
}
