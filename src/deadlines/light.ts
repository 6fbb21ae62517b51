import { addDays, type Day, daysBetween } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import { countsBack, type DueDate } from './due.ts'
import { isPaused, type Pause } from './pauses.ts'
import type { Rule } from './rule.ts'

/** How a clock stands. UNKNOWN: the calendar of its year is missing. */
export type Light = 'GREEN' | 'YELLOW' | 'RED' | 'DONE' | 'PAUSED' | 'UNKNOWN'

/** What a light is read from. */
export interface Lit {
  readonly due: Day | null
  readonly yellowOn: Day | null
  /** The worst light the rule allows (PAY_INVOICE is only 原则上). */
  readonly worstLight: Rule['worstLight']
  readonly metOn: Day | null
  readonly pauses?: readonly Pick<Pause, 'from' | 'to'>[]
}

/**
 * First day of the yellow light: `workdays` working days before `rawDue`, but not before the start of a clock
 * that runs forward. Null where the calendar is missing.
 */
export function yellowFrom(
  rule: Pick<Rule, 'direction'>,
  start: Day,
  rawDue: Day | null,
  calendar: Calendar,
  workdays: number,
): Day | null {
  if (rawDue === null) return null
  const floor = countsBack(rule) ? undefined : start
  const found = whereMaintained(() => {
    let at = rawDue
    // Stopping at the start keeps a clock of early January from asking for last year's calendar.
    for (let left = workdays; left > 0 && at !== floor; ) {
      at = addDays(at, -1)
      if (calendar.isWorkday(at)) left--
    }
    return at
  })
  return found.ok ? found.value : null
}

/**
 * From which day a reminder may be due, known even where the calendar is not: the yellow day, else the yellow
 * distance in calendar days before `rawDue`, else before the earliest day that the count can reach.
 */
export function attentionFrom(
  rule: Pick<Rule, 'direction'>,
  start: Day,
  date: DueDate,
  yellowOn: Day | null,
  workdays: number,
): Day {
  if (yellowOn) return yellowOn
  const sign = countsBack(rule) ? -1 : 1
  const from = addDays(date.rawDue ?? addDays(start, sign * date.amount), -workdays)
  return countsBack(rule) || from > start ? from : start
}

/** The light on a day, and the calendar days after `due` (until met, else until that day; never negative). */
export function lightOf(clock: Lit, today: Day): { light: Light; daysLate: number } {
  const { due, metOn } = clock
  const daysLate = due ? Math.max(0, daysBetween(due, metOn ?? today)) : 0
  if (metOn) return { light: 'DONE', daysLate }
  if (isPaused(clock.pauses ?? [], today)) return { light: 'PAUSED', daysLate: 0 }
  if (due === null) return { light: 'UNKNOWN', daysLate: 0 }
  if (daysLate > 0) return { light: clock.worstLight, daysLate }
  const yellow = clock.yellowOn !== null && today >= clock.yellowOn
  return { light: yellow ? 'YELLOW' : 'GREEN', daysLate: 0 }
}
