import { addDays, type Day, day, yearOf } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import type { ReportDuty, VisitDuty } from './duty-rule.ts'

/** One term of a duty: a year, a half, a quarter. */
export interface Term {
  /** `2027`, `2026H2`, `2026Q4`. */
  readonly period: string
  /** First day of the term: what was done from here on counts. */
  readonly fromDay: Day
  /** The day on which the duty is listed. */
  readonly opensOn: Day
  /** The last day, before any move to a working day. */
  readonly rawDue: Day
  /** From this day on a reminder is due. */
  readonly attentionOn: Day
}

/** The term of a yearly report in a year. */
export function reportTerm(rule: ReportDuty, year: number): Term {
  const rawDue = day(`${year}-${rule.dueIn[year] ?? rule.due}`)
  const opensOn = day(`${year}-${rule.opens}`)
  return {
    period: String(year),
    fromDay: day(`${year}-01-01`),
    opensOn,
    rawDue,
    attentionOn: later(opensOn, addDays(rawDue, -rule.remindDays)),
  }
}

const MONTHS = { quarter: 3, half: 6, year: 12 } as const
const LETTER = { quarter: 'Q', half: 'H', year: '' } as const

/** The term of a visit duty that a day lies in. */
export function visitTerm(rule: VisitDuty, on: Day): Term {
  const year = yearOf(on)
  const length = MONTHS[rule.every]
  const nth = Math.floor((Number(on.slice(5, 7)) - 1) / length)
  const first = (months: number): Day =>
    months < 12
      ? day(`${year}-${String(months + 1).padStart(2, '0')}-01`)
      : day(`${year + 1}-01-01`)
  const rawDue = addDays(first((nth + 1) * length), -1)
  const opensOn = addDays(rawDue, -rule.opensBefore)
  return {
    period: `${year}${LETTER[rule.every]}${rule.every === 'year' ? '' : nth + 1}`,
    fromDay: first(nth * length),
    opensOn,
    rawDue,
    attentionOn: later(opensOn, addDays(rawDue, -rule.remindDays)),
  }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

/**
 * The day that counts; null where its year has no calendar. A last day set by law moves to the next working day;
 * the end of a term for visits moves back to the last working day in it.
 */
export function dueOf(rawDue: Day, sort: 'report' | 'visit', calendar: Calendar): Day | null {
  const found = whereMaintained(() =>
    sort === 'report' ? calendar.nextWorkday(rawDue) : calendar.previousWorkday(rawDue),
  )
  return found.ok ? found.value : null
}
