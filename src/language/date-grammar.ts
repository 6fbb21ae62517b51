import { type Day, dayOf, yearOf } from '../base/index.ts'
import type { HolidayBreak } from './holiday-break.ts'
import type { Lean } from './lean.ts'
import { CHINESE_DIGIT } from './numeral.ts'
import type { ImpossibleReason } from './reading.ts'

/** What a date rule makes of its match; `skip` means that it only looked like a date. */
export type DateOutcome =
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'days'; readonly days: readonly Day[] }
  | { readonly kind: 'impossible'; readonly why: ImpossibleReason }
  | { readonly kind: 'skip' }

/** What a rule may look at. */
export interface DateContext {
  readonly today: Day
  readonly lean: Lean
  readonly breaks?: readonly HolidayBreak[]
}

/** The named groups of a match. */
export type Groups = Readonly<Record<string, string | undefined>>

/** One way of writing a day. `pattern` must carry the flag g; the table is tried whole, the longest match wins. */
export interface DateRule {
  readonly name: string
  readonly pattern: RegExp
  read(groups: Groups, context: DateContext): DateOutcome
}

/** A small numeral: day, month, count. */
export const SMALL: string = `(?:\\d{1,3}(?!\\d)|[${CHINESE_DIGIT}十廿卅]{1,4})`
/** A day of the month or a month, written in at most two Arabic digits. */
export const UPTO99: string = `(?:\\d{1,2}(?!\\d)|[${CHINESE_DIGIT}十廿卅]{1,3})`
/** Not in the middle of a number, a code or an ordinal. */
export const START: string = '(?<![\\da-z第.,/_-])'
/** 周, 星期, 礼拜 with its day. */
export const WEEKDAY: string =
  '(?:周|星期|礼拜)(?<weekday>[一二三四五六日天1-7])(?![\\d万个天年月])'
/** The part of the day, which belongs to the expression but not to its value. */
export const DAYTIME: string = '(?:上午|下午|早上|早晨|中午|晚上|傍晚|凌晨|夜里)?'

/** A good outcome. */
export const is = (day: Day | undefined): DateOutcome =>
  day ? { kind: 'day', day } : { kind: 'impossible', why: 'no-such-day' }

/** Looked like a date, is none. */
export const SKIP: DateOutcome = { kind: 'skip' }

/** The day with these numbers; a month or day that does not exist is impossible, not nothing. */
export function dayFrom(year: number, month: number, date: number): DateOutcome {
  return is(dayOf(year, month, date))
}

/** Monday = 1 … Sunday = 7 of a weekday character. */
export function weekdayOf(character: string): number {
  const digit = '一二三四五六'.indexOf(character) + 1
  if (digit > 0) return digit
  return /[日天]/.test(character) ? 7 : Number(character)
}

const YEAR_WORDS: Readonly<Record<string, number>> = {
  前年: -2,
  去年: -1,
  上年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
  下年: 1,
  后年: 2,
}
const CENTURY = 100

/**
 * The year of `2026`, `26`, `二〇二六`, `去年`. Two digits belong to the century that brings them nearest:
 * at most 20 years ahead of today.
 */
export function readYear(text: string, today: Day): number | undefined {
  const shift = YEAR_WORDS[text]
  if (shift !== undefined) return yearOf(today) + shift
  const digits = [...text].map((c) => {
    const at = '零一二三四五六七八九'.indexOf(c === '〇' ? '零' : c)
    return at < 0 ? c : String(at)
  })
  const year = Number(digits.join(''))
  if (!Number.isInteger(year)) return undefined
  if (digits.length !== 2) return year
  const near = Math.floor(yearOf(today) / CENTURY) * CENTURY + year
  return near > yearOf(today) + 20 ? near - CENTURY : near
}
