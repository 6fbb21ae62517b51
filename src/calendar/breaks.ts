import { addDays, type Day } from '../base/index.ts'

/** Days off in a row, and the working days nearest to them. */
export interface HolidayBreak {
  /** Every day off with its holiday's Chinese name, in order. */
  readonly days: readonly { readonly day: Day; readonly name: string }[]
  /** The working days before it, the nearest first. Fewer where a year is not maintained. */
  readonly before: readonly Day[]
  /** The working days after it, the nearest first. Fewer where a year is not maintained. */
  readonly after: readonly Day[]
}

/** Working days that are told on either side of a break. */
const AROUND = 5

/** The breaks among these days off. `isWorkday` gives undefined where the year is not maintained. */
export function breaksAmong(
  names: ReadonlyMap<Day, string>,
  isWorkday: (of: Day) => boolean | undefined,
): HolidayBreak[] {
  const around = (from: Day, step: 1 | -1): Day[] => {
    const days: Day[] = []
    for (let at = addDays(from, step); days.length < AROUND; at = addDays(at, step)) {
      const worked = isWorkday(at)
      if (worked === undefined) break
      if (worked) days.push(at)
    }
    return days
  }
  const rows: { day: Day; name: string }[][] = []
  for (const [day, name] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const row = rows.at(-1)
    const last = row?.at(-1)
    if (row && last && addDays(last.day, 1) === day) row.push({ day, name })
    else rows.push([{ day, name }])
  }
  return rows.flatMap((days) => {
    const [first, last] = [days[0], days.at(-1)]
    if (!first || !last) return []
    return [{ days, before: around(first.day, -1), after: around(last.day, 1) }]
  })
}
