import {
  addDays,
  type Day,
  day,
  dayOf,
  OfficeError,
  ok,
  type Result,
  yearOf,
} from '../base/index.ts'
import {
  type Calendar,
  type DayNature,
  whereMaintained,
  type YearNotMaintained,
} from '../calendar/index.ts'
import { heldBack, type Pause } from './pauses.ts'
import type { Rule } from './rule.ts'

/** One step of a count, for `cli due`. */
export type DueStep =
  | { readonly kind: 'start'; readonly day: Day }
  /** A calendar-day count arrives here. */
  | { readonly kind: 'reached'; readonly day: Day; readonly number: number }
  /** The nth working day of the count. */
  | {
      readonly kind: 'counted'
      readonly day: Day
      readonly number: number
      readonly nature: DayNature
    }
  /** The clock stood still, so not counted. */
  | { readonly kind: 'paused'; readonly day: Day; readonly title: string; readonly basis: string }
  /** Not a working day, so not counted. */
  | { readonly kind: 'skipped'; readonly day: Day; readonly nature: DayNature }
  /** The count ended here, on no working day, so the last day moves on (or back, when counting back). */
  | {
      readonly kind: 'moved'
      readonly day: Day
      readonly nature: DayNature
      readonly back: boolean
    }

/** A limit worked out for one start day. */
export interface DueDate {
  /** Days counted. */
  readonly amount: number
  /** Where the bare count ends; null where it ran into a year without calendar. */
  readonly rawDue: Day | null
  /** The day that counts (INTERFACE “Events and clocks”); null where it lies behind a missing calendar. */
  readonly due: Day | null
  /** The year whose calendar was missing. */
  readonly missingYear: number | null
  readonly steps: readonly DueStep[]
}

type Counted = Pick<Rule, 'key' | 'amount' | 'unit' | 'direction'>

/** Whether the rule counts back from a later event. */
export const countsBack = (rule: Pick<Rule, 'direction'>): boolean =>
  rule.direction === 'min_before' || rule.direction === 'max_before'

/**
 * The limit of a rule from its start day, which is not counted (民法典第201条). `amount` replaces the rule's own
 * number of days (a contract's term); days in `pauses` are not counted. Throws `deadlines.no-amount` when neither says how many.
 */
export function computeDue(
  rule: Counted,
  start: Day,
  calendar: Calendar,
  amount: number | null = rule.amount,
  pauses: readonly Pause[] = [],
): DueDate {
  if (amount === null) throw new OfficeError('deadlines.no-amount', { rule: rule.key })
  const step = countsBack(rule) ? -1 : 1
  const steps: DueStep[] = [{ kind: 'start', day: start }]
  const stopped = (rawDue: Day | null, { year }: YearNotMaintained): DueDate => ({
    amount,
    rawDue,
    due: null,
    missingYear: year,
    steps,
  })

  const raw = count(rule, { start, amount, step, pauses }, calendar, steps)
  if (!raw.ok) return stopped(null, raw.error)
  // `exact` and `max_before` mark a day of the calendar, not a day by which somebody must have acted.
  const stays = rule.direction === 'exact' || rule.direction === 'max_before'
  const due = stays ? raw : settle(raw.value, rule.direction === 'min_before', calendar, steps)
  if (!due.ok) return stopped(raw.value, due.error)
  return { amount, rawDue: raw.value, due: due.value, missingYear: null, steps }
}

interface Count {
  readonly start: Day
  readonly amount: number
  readonly step: 1 | -1
  readonly pauses: readonly Pause[]
}

function count(
  rule: Counted,
  { start, amount, step, pauses }: Count,
  calendar: Calendar,
  steps: DueStep[],
): Result<Day, YearNotMaintained> {
  if (rule.unit === 'year') {
    const reached = yearsAfter(start, amount * step)
    steps.push({ kind: 'reached', day: reached, number: amount })
    return ok(reached)
  }
  if (rule.unit === 'day' && pauses.every((pause) => pause.to === null)) {
    const day = addDays(start, amount * step)
    steps.push({ kind: 'reached', day, number: amount })
    return ok(day)
  }
  return whereMaintained(() => {
    let day = start
    for (let number = 1; number <= amount; ) {
      day = addDays(day, step)
      const held = heldBack(pauses, day)
      if (held) {
        steps.push({ kind: 'paused', day, title: held.title, basis: held.basis })
        continue
      }
      if (rule.unit === 'day') {
        if (number === amount) steps.push({ kind: 'reached', day, number })
        number++
        continue
      }
      const nature = calendar.why(day)
      if (calendar.isWorkday(day)) steps.push({ kind: 'counted', day, number: number++, nature })
      else steps.push({ kind: 'skipped', day, nature })
    }
    return day
  })
}

/** The same day of another year; the last of the month where it has none, as 29 February (民法典第202条). */
function yearsAfter(of: Day, years: number): Day {
  const year = yearOf(of) + years
  const [month, date] = [Number(of.slice(5, 7)), Number(of.slice(8))]
  return dayOf(year, month, date) ?? day(`${year}-02-28`)
}

function settle(
  rawDue: Day,
  back: boolean,
  calendar: Calendar,
  steps: DueStep[],
): Result<Day, YearNotMaintained> {
  return whereMaintained(() => {
    let day = rawDue
    for (; !calendar.isWorkday(day); day = addDays(day, back ? -1 : 1))
      steps.push({ kind: 'moved', day, nature: calendar.why(day), back })
    return day
  })
}
