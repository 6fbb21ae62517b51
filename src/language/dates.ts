import type { Day } from '../base/index.ts'
import type { DateContext, DateOutcome, DateRule } from './date-grammar.ts'
import { joined } from './date-joints.ts'
import { BREAK_RULES } from './date-rules-breaks.ts'
import { CALENDAR_RULES } from './date-rules-calendar.ts'
import { RELATIVE_RULES } from './date-rules-relative.ts'
import type { HolidayBreak } from './holiday-break.ts'
import { HOLIDAY_RULES } from './holidays.ts'
import { type Lean, leanAt } from './lean.ts'
import { normalise } from './normalise.ts'
import { type Found, leftmostLongest, matchesIn, moved, NONE, type Reading } from './reading.ts'
import { chosen } from './rejection.ts'

const RULES: readonly DateRule[] = [
  ...CALENDAR_RULES,
  ...RELATIVE_RULES,
  ...HOLIDAY_RULES,
  ...BREAK_RULES,
]
/** Cheap first look: without one of these no rule can match. */
const HINT = /[\d年月日号天周末底前后内节〇一二三四五六七八九十昨今明]|星期|礼拜/

/** How dates are read: from which day, and which way bare weekdays and month-days lean. */
export interface DateOptions {
  readonly today: Day
  readonly lean: Lean
  /** The office's holidays; without them 节后第一天 is not read, and so is asked. */
  readonly breaks?: readonly HolidayBreak[]
}

function found(outcome: DateOutcome, from: number, to: number, rule: string): Found<Day>[] {
  const span = { from, to }
  if (outcome.kind === 'day') return [{ kind: 'value', value: outcome.day, span, rule }]
  if (outcome.kind === 'days') return [{ kind: 'ambiguous', candidates: outcome.days, span, rule }]
  if (outcome.kind === 'impossible') return [{ kind: 'impossible', why: outcome.why, span, rule }]
  return []
}

function matches(text: string, rule: DateRule, { today, lean, breaks }: DateOptions): Found<Day>[] {
  return matchesIn(text, rule.pattern).flatMap((match) => {
    const from = match.index
    const to = from + match[0].length
    const context: DateContext = {
      today,
      lean: leanAt(text, { from, to }, lean),
      ...(breaks && { breaks }),
    }
    return found(rule.read(match.groups ?? {}, context), from, to, rule.name)
  })
}

/** The dates in a text that is already normalised, from left to right, spans in that text. */
export function datesIn(text: string, options: DateOptions): Found<Day>[] {
  if (!HINT.test(text)) return []
  const all = RULES.flatMap((rule) => matches(text, rule, options))
  return joined(text, leftmostLongest(all), options.today)
}

/** The dates in a sentence, from left to right. Spans refer to the text as it was written. */
export function findDates(text: string, options: DateOptions): Found<Day>[] {
  const normal = normalise(text)
  return datesIn(normal.text, options).map((one) => moved(one, normal.place))
}

/**
 * The one day a text speaks of (office zone). 「不是16号是18号」 is the 18th; a range is none;
 * two different days are ambiguous; 2月30日 is impossible.
 */
export function readDate(text: string, options: DateOptions): Reading<Day> {
  const normal = normalise(text)
  const one = chosen(normal.text, datesIn(normal.text, options))
  return one.kind === 'none' ? NONE : moved(one, normal.place)
}
