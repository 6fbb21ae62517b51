import { type Day, dayOf, daysBetween, weekday, yearOf } from '../base/index.ts'
import { dateOf, monthOf, weekdayOfWeek } from './date-arithmetic.ts'
import type { Found } from './reading.ts'

const JOINT = /^[\s,，(、]*$/
const CLOSING = /^\s*\)/
const EXACT = new Set([
  'date.year-month-day',
  'date.separated',
  'date.short-separated',
  'date.compact',
  'date.month-day',
  'date.month-slash-day',
  'date.month-dot-day',
  'date.day-of-month',
])
/** Rules whose year was chosen by the lean, so that a weekday said beside them may choose better. */
const YEARLESS = new Set(['date.month-day', 'date.month-slash-day', 'date.month-dot-day'])

/** A weekday may move a month-day to the neighbouring year, but not to one that nobody means. */
const NEARLY_A_YEAR = 330

type Value = Extract<Found<Day>, { kind: 'value' }>

function agreeing(exact: Value, meant: number, today: Day): Day | undefined {
  if (weekday(exact.value) === meant) return exact.value
  if (!YEARLESS.has(exact.rule)) return undefined
  const distance = (day: Day): number => Math.abs(daysBetween(today, day))
  return [-1, 0, 1]
    .map((shift) => dayOf(yearOf(today) + shift, monthOf(exact.value), dateOf(exact.value)))
    .filter((day) => day !== undefined)
    .filter((day) => weekday(day) === meant && distance(day) < NEARLY_A_YEAR)
    .sort((a, b) => distance(a) - distance(b))[0]
}

function pairOf(a: Found<Day>, b: Found<Day>): { exact: Value; named: Value } | undefined {
  if (a.kind !== 'value' || b.kind !== 'value') return undefined
  if (a.rule === 'date.weekday' && EXACT.has(b.rule)) return { exact: b, named: a }
  if (b.rule === 'date.weekday' && EXACT.has(a.rule)) return { exact: a, named: b }
  return undefined
}

/**
 * 「9月9日（周三）」 is one expression: a weekday beside a month-day chooses its year, and where the two
 * disagree both readings are candidates.
 */
export function joined(text: string, dates: readonly Found<Day>[], today: Day): Found<Day>[] {
  const result: Found<Day>[] = []
  for (const date of dates) {
    const last = result.at(-1)
    const pair = last && pairOf(last, date)
    if (!last || !pair || !JOINT.test(text.slice(last.span.to, date.span.from))) {
      result.push(date)
      continue
    }
    const closing = CLOSING.exec(text.slice(date.span.to))?.[0].length ?? 0
    const span = { from: last.span.from, to: date.span.to + closing }
    const meant = weekday(pair.named.value)
    const value = agreeing(pair.exact, meant, today)
    result[result.length - 1] = value
      ? { kind: 'value', value, span, rule: pair.exact.rule }
      : {
          kind: 'ambiguous',
          candidates: [pair.exact.value, weekdayOfWeek(pair.exact.value, 0, meant)],
          span,
          rule: 'date.weekday-disagrees',
        }
  }
  return result
}
