import { addDays, type Day, dayOf, yearOf } from '../base/index.ts'
import {
  addMonths,
  bareWeekday,
  dateOf,
  monthEnd,
  monthOf,
  weekdayOfWeek,
  yearOfMonthDay,
} from './date-arithmetic.ts'
import {
  DAYTIME,
  type DateOutcome,
  type DateRule,
  dayFrom,
  is,
  SKIP,
  SMALL,
  START,
  UPTO99,
  WEEKDAY,
  weekdayOf,
} from './date-grammar.ts'
import { readInteger } from './numeral.ts'

const RELATIVE: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  前日: -2,
  前晚: -2,
  昨天: -1,
  昨日: -1,
  昨儿: -1,
  昨晚: -1,
  昨: -1,
  今天: 0,
  今日: 0,
  今儿: 0,
  今早: 0,
  今晚: 0,
  今晨: 0,
  明天: 1,
  明日: 1,
  明儿: 1,
  明早: 1,
  明晚: 1,
  后天: 2,
  后日: 2,
  大后天: 3,
}
const WEEKS: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  这: 0,
  本: 0,
  今: 0,
  下: 1,
  下下: 2,
}
const MONTHS: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  这: 0,
  本: 0,
  当: 0,
  下: 1,
  下下: 2,
}
const number = (text: string | undefined): number => readInteger(text ?? '') ?? Number.NaN

/** `count` units from today; a month or year keeps its date as far as the month has it. */
function away(today: Day, count: number, unit: string): DateOutcome {
  if (!Number.isInteger(count) || Math.abs(count) > 5000) return SKIP
  if (unit === '天' || unit === '日') return is(addDays(today, count))
  if (/周|星期|礼拜/.test(unit)) return is(addDays(today, 7 * count))
  return is(addMonths(today, unit.endsWith('年') ? 12 * count : count))
}

/** The month of a bare 「16号」: this one, or the nearest in the direction of the lean. */
function dayOfMonth(today: Day, date: number, months: number): DateOutcome {
  const moved = addMonths(dayOf(yearOf(today), monthOf(today), 1) ?? today, months)
  return moved ? dayFrom(yearOf(moved), monthOf(moved), date) : SKIP
}

/** A numbered building, gate, package or route is no day: 3号楼. */
const NOT_A_PLACE =
  '(?!楼|线|院|仓|机|门|厅|馆|文|包|标|炉|教|宿|地|车|库|井|站|泵|公|桥|路|坑|柜|箱|窗|营|店|厂|病|手|教|球|桩|池|塔|渠|常|照|报|用|历|志|程|期|前进|召|称|码)'

/** Days counted from today, by weekday, or within the month. */
export const RELATIVE_RULES: readonly DateRule[] = [
  {
    name: 'date.relative-day',
    pattern: new RegExp(
      `(?<word>大前天|(?<![大\\d一二三四五六七八九十两几以之])前[天日晚]|昨[天日儿晚]|昨(?=[上下]午)|今[天日儿早晚晨]|(?<![声表说])明[天日儿早晚]|大后天|(?<![大])后[天日])${DAYTIME}`,
      'g',
    ),
    read: ({ word = '' }, { today }) => is(addDays(today, RELATIVE[word] ?? Number.NaN)),
  },
  {
    name: 'date.units-ago',
    pattern: new RegExp(
      `${START}(?<count>${SMALL}|半)个?(?<unit>天|日|周|星期|礼拜|月|年)(?:以|之)?前`,
      'g',
    ),
    read: ({ count = '', unit = '' }, { today }) => {
      if (count === '半')
        return unit === '月' ? away(today, -15, '天') : unit === '年' ? away(today, -6, '月') : SKIP
      return away(today, -number(count), unit)
    },
  },
  {
    name: 'date.units-ahead',
    pattern: new RegExp(
      `${START}(?:再?过|今后)?(?<count>${SMALL}|半)个?(?<unit>天|日|周|星期|礼拜|月|年)(?:以|之)?(?:后|内)`,
      'g',
    ),
    read: ({ count = '', unit = '' }, { today }) => {
      if (count === '半')
        return unit === '月' ? away(today, 15, '天') : unit === '年' ? away(today, 6, '月') : SKIP
      return away(today, number(count), unit)
    },
  },
  {
    name: 'date.weekday-of-week',
    pattern: new RegExp(`(?<week>上上|上|这|本|今|下下|下)一?个?${WEEKDAY}${DAYTIME}`, 'g'),
    read: ({ week = '', weekday = '' }, { today }) =>
      is(weekdayOfWeek(today, WEEKS[week] ?? 0, weekdayOf(weekday))),
  },
  {
    name: 'date.weekday',
    pattern: new RegExp(
      `(?<![每上这本今下个\\d一二三四五六七八九十两几])${WEEKDAY}${DAYTIME}`,
      'g',
    ),
    read: ({ weekday = '' }, { today, lean }) => is(bareWeekday(today, weekdayOf(weekday), lean)),
  },
  {
    name: 'date.day-of-named-month',
    pattern: new RegExp(
      `(?<which>上上|上|这|本|当|下下|下)个?月(?:份)?的?(?<date>${UPTO99})[日号]?${DAYTIME}`,
      'g',
    ),
    read: ({ which = '', date }, { today }) => dayOfMonth(today, number(date), MONTHS[which] ?? 0),
  },
  {
    name: 'date.day-of-month',
    pattern: new RegExp(
      `${START}(?<![月个哪某每]|(?<!合)同)(?<date>${UPTO99})(?:号|日(?![内前后]|[之以][内前后]))${NOT_A_PLACE}${DAYTIME}`,
      'g',
    ),
    read: ({ date }, { today, lean }) => {
      const d = number(date)
      if (!(d >= 1 && d <= 31)) return { kind: 'impossible', why: 'no-such-day' }
      const isAhead = d > dateOf(today)
      const isBehind = d < dateOf(today)
      return dayOfMonth(today, d, lean === 'past' ? (isAhead ? -1 : 0) : isBehind ? 1 : 0)
    },
  },
  {
    // 月底 is this month's end whichever way one leans: of the last month people say 上月底.
    name: 'date.month-end',
    pattern:
      /(?<![\d一二三四五六七八九十个])(?:(?<which>上上|上|这|本|当|下下|下)个?)?月(?:份)?(?:底|末)/g,
    read: ({ which = '这' }, { today }) =>
      is(monthEnd(yearOf(today), monthOf(today) + (MONTHS[which] ?? 0))),
  },
  {
    name: 'date.end-of-month-number',
    pattern: new RegExp(`${START}(?<month>${UPTO99})月(?:份)?(?:底|末)`, 'g'),
    read: ({ month }, { today, lean }) => {
      const m = number(month)
      if (!(m >= 1 && m <= 12)) return { kind: 'impossible', why: 'no-such-day' }
      const last = monthEnd(yearOf(today), m)
      const year = last ? yearOfMonthDay(today, m, dateOf(last), lean) : yearOf(today)
      return is(monthEnd(year, m))
    },
  },
  {
    name: 'date.year-end',
    pattern: /(?<which>去|上|今|本|明|后)?年(?:底|末)/g,
    read: ({ which = '今' }, { today }) =>
      is(dayOf(yearOf(today) + ({ 去: -1, 上: -1, 明: 1, 后: 2 }[which] ?? 0), 12, 31)),
  },
]
