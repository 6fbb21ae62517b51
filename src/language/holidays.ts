import { addDays, type Day, dayOf, yearOf } from '../base/index.ts'
import { yearOfMonthDay } from './date-arithmetic.ts'
import { type DateRule, is, readYear, SKIP, UPTO99 } from './date-grammar.ts'
import type { Lean } from './lean.ts'
import { readInteger } from './numeral.ts'

/** Holidays with a fixed day. Bare 五一, 十一 and 国庆 are left out where they begin a place's name. */
const FIXED: readonly (readonly [string, number, number])[] = [
  ['元旦节?|阳历新年', 1, 1],
  ['情人节', 2, 14],
  ['(?:国际)?妇女节|三八节', 3, 8],
  ['植树节', 3, 12],
  ['(?:国际)?消费者权益日', 3, 15],
  ['愚人节', 4, 1],
  ['五一(?:国际)?劳动节|(?:国际)?劳动节|五一节|五一(?=前|后|期间|放假)', 5, 1],
  ['青年节|五四节', 5, 4],
  ['(?:国际)?儿童节|六一节|六一(?=前|后)', 6, 1],
  ['建党节|七一节', 7, 1],
  ['建军节|八一节', 8, 1],
  ['教师节', 9, 10],
  ['国庆节?(?![路街村小中桥镇])|十一(?=放假|假期|长假)', 10, 1],
  ['圣诞节?', 12, 25],
]
/** Holidays of the lunar calendar, by lunar month and day. */
const LUNAR: readonly (readonly [string, number, number])[] = [
  ['春节|农历新年|大年初一', 1, 1],
  ['元宵节?', 1, 15],
  ['端午节?', 5, 5],
  ['七夕节?', 7, 7],
  ['中秋节?', 8, 15],
  ['重阳节?', 9, 9],
]

const lunarCalendar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
})

/** Lunar month and day of a day; a leap month (`6bis`) is no month of its own number. */
function lunarOf(day: Day): string {
  return lunarCalendar.format(Date.parse(`${day}T00:00:00Z`))
}

/** The day of the lunar month and day whose lunar year begins in the given year, or undefined. */
function lunarDay(year: number, month: number, date: number): Day | undefined {
  // Lunar month m begins between three weeks and nearly two months after the solar month m.
  const start = dayOf(year, month, 20)
  if (!start) return undefined
  for (let ahead = date - 1; ahead < date + 65; ahead++) {
    const day = addDays(start, ahead)
    if (lunarOf(day) === `${month}/${date}`) return day
  }
  return undefined
}

function leaningLunar(today: Day, month: number, date: number, lean: Lean): Day | undefined {
  const years = [-1, 0, 1].map((shift) => lunarDay(yearOf(today) + shift, month, date))
  const days = years.filter((day) => day !== undefined)
  return lean === 'past' ? days.findLast((day) => day <= today) : days.find((day) => day >= today)
}

const LUNAR_MONTHS: Readonly<Record<string, number>> = { 正: 1, 冬: 11, 腊: 12 }
/** 节后第一天 is a working day that only the calendar knows; 节前一天 is not the holiday either. */
const NOT_THE_DAY = '节?[之以]?[前后]的?(?:第|首|一|两|二|三|几)[一二三个天周]?'
const YEAR = '(?<year>\\d{4}年|去年|今年|明年)?的?'

/** Named days: the common holidays, and lunar dates where 农历 (阴历, 旧历) or 正月/腊月 is said. */
export const HOLIDAY_RULES: readonly DateRule[] = [
  ...FIXED.map(
    ([words, month, date]): DateRule => ({
      name: 'date.holiday',
      pattern: new RegExp(`${YEAR}(?:${words})(?![路街村]|${NOT_THE_DAY})`, 'g'),
      read: ({ year }, { today, lean }) => {
        const said = year && readYear(year.replace(/(?<=\d)年/, ''), today)
        return is(dayOf(said || yearOfMonthDay(today, month, date, lean), month, date))
      },
    }),
  ),
  ...LUNAR.map(
    ([words, month, date]): DateRule => ({
      name: 'date.lunar-holiday',
      pattern: new RegExp(`${YEAR}(?:${words})(?![路街村]|${NOT_THE_DAY})`, 'g'),
      read: ({ year }, { today, lean }) => {
        const said = year && readYear(year.replace(/(?<=\d)年/, ''), today)
        return is(said ? lunarDay(said, month, date) : leaningLunar(today, month, date, lean))
      },
    }),
  ),
  {
    name: 'date.lunar',
    pattern: new RegExp(
      `(?:(?:农历|阴历|旧历)(?<month>${UPTO99}|正|冬|腊)月|(?<named>正|腊)月|(?<early>${UPTO99}|冬)月(?=初[一二三四五六七八九十]))(?:初)?(?<date>${UPTO99})[日号]?`,
      'g',
    ),
    read: ({ month, named, early, date }, { today, lean }) => {
      const word = month ?? named ?? early ?? ''
      const m = LUNAR_MONTHS[word] ?? readInteger(word)
      const d = readInteger(date ?? '')
      if (!m || !d || m > 12 || d > 30) return m && d ? is(undefined) : SKIP
      return is(leaningLunar(today, m, d, lean))
    },
  },
]
