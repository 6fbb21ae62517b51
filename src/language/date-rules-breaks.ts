import { addDays, type Day, daysBetween, yearOf } from '../base/index.ts'
import { type DateContext, type DateOutcome, type DateRule, readYear } from './date-grammar.ts'
import type { HolidayBreak } from './holiday-break.ts'
import { readInteger } from './numeral.ts'

/** How holidays are called, and how their calendar names begin. */
const NAMED: Readonly<Record<string, string>> = {
  元旦: '元旦',
  春节: '春节',
  过年: '春节',
  清明: '清明',
  五一: '劳动',
  劳动: '劳动',
  端午: '端午',
  中秋: '中秋',
  国庆: '国庆',
  十一: '国庆',
}
const NAME = `(?:(?<year>\\d{4}年|\\d{2}年|去年|今年|明年)?的?(?<name>${Object.keys(NAMED).join('|')}))`
const BREAK = `(?:${NAME}(?:节|小?长假|假期|放?假)?|(?<![春秋午庆明旦师童女阳宵夕诞人亲军动党树年月工环细季时过礼情关章调佳末音骨气使])节|小?长假|假期|放假)`
const WORKED = '(?<worked>工作日|上班日?|开工日?)'

/** A day is meant, but which one cannot be told. */
const UNKNOWN: DateOutcome = { kind: 'days', days: [] }
/** No break is farther from its like than this: a break beyond it says that a year between is not maintained. */
const A_YEAR = 400

/** The breaks meant: those of the name and year that were said. */
function meant(
  breaks: readonly HolidayBreak[],
  { name = '', year }: Readonly<Record<string, string | undefined>>,
  today: Day,
): HolidayBreak[] {
  const said = year && readYear(year.replace(/(?<=\d)年/, ''), today)
  const prefix = NAMED[name]
  return breaks.filter(
    ({ days }) =>
      (prefix === undefined || days.some((one) => one.name.startsWith(prefix))) &&
      (!said || days.some(({ day }) => yearOf(day) === said)),
  )
}

/** The readings of the break that the lean points to; none where its year, or one between, is not known. */
function nearest(
  breaks: readonly HolidayBreak[],
  readings: (of: HolidayBreak) => readonly Day[],
  { today, lean, breaks: known }: DateContext,
): DateOutcome {
  const isKnown = known?.some(({ days }) => days.some(({ day }) => yearOf(day) === yearOf(today)))
  if (!isKnown) return UNKNOWN
  const days = breaks.map((one) => [...new Set(readings(one))]).filter((all) => all.length > 0)
  const at = (all: readonly Day[]): Day => all[0] ?? today
  const chosen =
    lean === 'past'
      ? days.findLast((all) => at(all) <= today)
      : days.find((all) => at(all) > today || all.includes(today))
  const [first, ...more] = chosen ?? []
  if (!first || !chosen || Math.abs(daysBetween(today, first)) > A_YEAR) return UNKNOWN
  return more.length > 0 ? { kind: 'days', days: chosen } : { kind: 'day', day: first }
}

/**
 * Days beside a holiday, from the office's calendar. 第一天 behind it is the first working day, and where the day
 * after it is no working day, either; a year that is not maintained gives nothing, so that it is asked.
 */
export const BREAK_RULES: readonly DateRule[] = [
  {
    name: 'date.after-holiday',
    pattern: new RegExp(
      `(?:${BREAK}(?:之|以)?后|收假后?|假后)的?(?:${WORKED}的?)?第(?<count>[一二两三四五1-5])(?:个)?(?:天|日(?!期)|${WORKED.replace('worked', 'worked2')})(?:上班|开工)?|${BREAK.replace('<year>', '<year2>').replace('<name>', '<name2>')}(?:之|以)?后的?首(?:个|日|天)(?:工作日|上班日)?`,
      'g',
    ),
    read: ({ count, worked, worked2, year, name, year2, name2 }, context) => {
      const n = count === undefined ? 1 : (readInteger(count) ?? 1)
      const { breaks = [], today } = context
      const readings = ({ days, after }: HolidayBreak): Day[] => {
        const [last, day] = [days.at(-1), after[n - 1]]
        if (!last || !day) return []
        return worked || worked2 ? [day] : [day, addDays(last.day, n)]
      }
      const said = { name: name ?? name2, year: year ?? year2 }
      return nearest(meant(breaks, said, today), readings, context)
    },
  },
  {
    name: 'date.before-holiday',
    pattern: new RegExp(
      `${BREAK}(?:之|以)?前的?(?:最后|倒数第)?(?:一|1)个?(?:天|日(?!期)|${WORKED})`,
      'g',
    ),
    read: ({ worked, year, name }, context) => {
      const { breaks = [], today } = context
      const prefix = NAMED[name ?? '']
      const readings = ({ days, before }: HolidayBreak): Day[] => {
        const first = prefix ? days.find((one) => one.name.startsWith(prefix)) : days[0]
        const [day] = before
        if (!first || !day) return []
        return worked ? [day] : [day, addDays(first.day, -1)]
      }
      return nearest(meant(breaks, { name, year }, today), readings, context)
    },
  },
]
