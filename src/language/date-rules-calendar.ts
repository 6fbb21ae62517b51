import { nthWeekday, yearOfMonthDay } from './date-arithmetic.ts'
import {
  DAYTIME,
  type DateRule,
  dayFrom,
  is,
  readYear,
  SKIP,
  START,
  UPTO99,
  WEEKDAY,
  weekdayOf,
} from './date-grammar.ts'
import { readInteger } from './numeral.ts'

const number = (text: string | undefined): number => readInteger(text ?? '') ?? Number.NaN
const YEAR = '(?<year>\\d{4}|\\d{2}|[〇零一二三四五六七八九]{4}|[〇零一二三四五六七八九]{2})'
const YEAR_WORD = '(?<year>前年|去年|上年|今年|本年|明年|下年|后年)'
const MONTH = `(?<month>${UPTO99})`
const DATE = `(?<date>${UPTO99})`
/** What makes a number after 月 or a separator something else than a day. */
const NOT_A_COUNT = '(?!\\s*[\\d万亿元块个%家台套件份项平米折倍分].?)'

/** Days written by the calendar: year, month and day, or a part of them. */
export const CALENDAR_RULES: readonly DateRule[] = [
  {
    name: 'date.year-month-day',
    pattern: new RegExp(
      `${START}(?:${YEAR}\\s*年|${YEAR_WORD.replace('year', 'word')})[,，\\s的]*${MONTH}\\s*月(?:份)?\\s*${DATE}\\s*[日号]?${DAYTIME}`,
      'g',
    ),
    read: ({ year, word, month, date }, { today }) => {
      const y = readYear(year ?? word ?? '', today)
      return y === undefined ? SKIP : dayFrom(y, number(month), number(date))
    },
  },
  {
    name: 'date.separated',
    pattern: new RegExp(
      `${START}(?<year>\\d{4})\\s*(?<mark>[-/.])\\s*(?<month>\\d{1,2})\\s*\\k<mark>\\s*(?<date>\\d{1,2})[日号]?(?![\\d/-]|\\.\\d)${DAYTIME}`,
      'g',
    ),
    read: ({ year, month, date }) => dayFrom(Number(year), Number(month), Number(date)),
  },
  {
    // 26.9.16 is year first; 3/3/15 and 10/31/1974 are month first, as their writers mean them.
    name: 'date.short-separated',
    pattern: new RegExp(
      `${START}(?<a>\\d{1,2})(?<mark>[/.])(?<b>\\d{1,2})\\k<mark>(?<c>\\d{4}|\\d{1,2})(?![\\d/-]|\\.\\d)`,
      'g',
    ),
    read: ({ a, mark, b, c = '' }, { today }) => {
      const yearFirst = c.length <= 2 && (mark === '.' || Number(a) > 12)
      const year = readYear((yearFirst ? a : c) ?? '', today)
      if (year === undefined || (yearFirst && a?.length !== 2)) return SKIP
      return yearFirst ? dayFrom(year, Number(b), Number(c)) : dayFrom(year, Number(a), Number(b))
    },
  },
  {
    name: 'date.compact',
    pattern: /(?<![\da-z._-])(?<year>20\d{2})(?<month>\d{2})(?<date>\d{2})(?![\da-z_-])/g,
    read: ({ year, month, date }) => {
      const outcome = dayFrom(Number(year), Number(month), Number(date))
      return outcome.kind === 'day' ? outcome : SKIP
    },
  },
  {
    name: 'date.month-day',
    pattern: new RegExp(
      `${START}(?<![年个])${MONTH}\\s*月(?:份)?\\s*${DATE}\\s*(?:[日号]|${NOT_A_COUNT})${DAYTIME}`,
      'g',
    ),
    read: ({ month, date }, { today, lean }) => {
      const [m, d] = [number(month), number(date)]
      return dayFrom(yearOfMonthDay(today, m, d, lean), m, d)
    },
  },
  {
    name: 'date.month-slash-day',
    pattern: new RegExp(
      `${START}(?<month>\\d{1,2})/(?<date>\\d{1,2})[日号]?(?![\\d/.])${NOT_A_COUNT}`,
      'g',
    ),
    read: ({ month, date }, { today, lean }) => {
      const [m, d] = [Number(month), Number(date)]
      return dayFrom(yearOfMonthDay(today, m, d, lean), m, d)
    },
  },
  {
    // 9.16 is a day only where it can be one and no unit follows; 3.5 of anything is a number.
    name: 'date.month-dot-day',
    pattern:
      /(?<![\da-z第.,/_￥¥$-])(?<month>1[0-2]|0?[1-9])\.(?<date>[12]\d|3[01]|0?[1-9])[日号]?(?![\d.%wk]|\s*[万亿元块千百个家台套件份项平米折倍分成])/g,
    read: ({ month, date }, { today, lean }) => {
      const [m, d] = [Number(month), Number(date)]
      const outcome = dayFrom(yearOfMonthDay(today, m, d, lean), m, d)
      return outcome.kind === 'day' ? outcome : SKIP
    },
  },
  {
    name: 'date.nth-weekday',
    pattern: new RegExp(
      `${START}${MONTH}\\s*月(?:份)?的?第(?<nth>[一二三四五1-5])个?${WEEKDAY}`,
      'g',
    ),
    read: ({ month, nth, weekday = '' }, { today, lean }) => {
      const [m, n, w] = [number(month), number(nth), weekdayOf(weekday)]
      const year = yearOfMonthDay(today, m, n * 7, lean)
      return is(nthWeekday(year, m, n, w))
    },
  },
]
