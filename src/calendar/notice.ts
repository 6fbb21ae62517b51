import { addDays, type Day, isDay, weekday } from '../base/index.ts'
import type { CalendarYear } from './year.ts'

/** What of a text could not be taken over as it stands. */
export interface NoticeMistake {
  readonly kind:
    | 'no-year'
    | 'nothing-found'
    | 'bad-line'
    | 'no-such-day'
    | 'other-year'
    | 'wrong-weekday'
    | 'wrong-count'
    | 'not-weekend'
    | 'twice'
  /** The words at fault. */
  readonly text: string
}

/** A year read from a text, with everything that is wrong with it. */
export interface ReadYear {
  readonly year: CalendarYear | undefined
  readonly mistakes: readonly NoticeMistake[]
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']
/** 一、元旦：…   七、国庆节、中秋节：… */
const ITEM =
  /[一二三四五六七八九十]+、([^：:\n]{2,12})[：:]([\s\S]*?)(?=\n\s*[一二三四五六七八九十]+、|$)/g
const TITLE = /(20\d\d)\s*年[^。\n]{0,12}节假日/
const DATE = String.raw`(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?`
const ONE = new RegExp(DATE, 'g')
const RANGE = new RegExp(`${DATE}(?:至|—|-|–)${DATE}`)

interface Read {
  readonly day: Day
  readonly month: number
}

/**
 * Reads the State Council's notice 「关于…年部分节假日安排的通知」 as plain text: the days off and the weekend days
 * worked instead of each numbered item. Weekdays in brackets and 「共…天」 are checked against the days.
 * `given` is the year where the text has no title.
 */
export function readNotice(text: string, source: string, given?: number): ReadYear {
  const mistakes: NoticeMistake[] = []
  const wrong = (kind: NoticeMistake['kind'], at: string) =>
    mistakes.push({ kind, text: at.trim().slice(0, 60) })
  const year = given ?? Number(TITLE.exec(text)?.[1] ?? Number.NaN)
  if (Number.isNaN(year)) return { year: undefined, mistakes: [{ kind: 'no-year', text: '' }] }
  const off = new Map<Day, string>()
  const makeup = new Set<Day>()

  const dayOf = (found: readonly (string | undefined)[], lastMonth: number): Read | undefined => {
    const [whole = '', saidYear, saidMonth, date = '', bracket = ''] = found
    const month = Number(saidMonth ?? lastMonth)
    const text = `${saidYear ?? year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`
    if (!isDay(text)) {
      wrong('no-such-day', whole)
      return undefined
    }
    const said = /(?:周|星期)([一二三四五六日])/.exec(bracket)?.[1]
    if (said && WEEKDAYS.indexOf(said) + 1 !== weekday(text)) wrong('wrong-weekday', whole)
    if (Number(text.slice(0, 4)) !== year) wrong('other-year', whole)
    return { day: text, month }
  }

  for (const [item, name = '', body = ''] of text.matchAll(ITEM)) {
    const holiday = name.trim()
    let month = Number.NaN
    for (const sentence of body.split(/[。\n；;]/)) {
      if (/上班/.test(sentence)) {
        for (const found of sentence.matchAll(ONE)) {
          const read = dayOf(found, month)
          if (!read) continue
          month = read.month
          if (weekday(read.day) < 6) wrong('not-weekend', found[0])
          if (makeup.has(read.day) || off.has(read.day)) wrong('twice', found[0])
          makeup.add(read.day)
        }
        continue
      }
      if (!/放假/.test(sentence)) continue
      const range = RANGE.exec(sentence)
      const single = range ? undefined : [...sentence.matchAll(ONE)][0]
      const first = dayOf(range?.slice(0, 5) ?? single ?? [], month)
      const last = range ? dayOf([range[0], ...range.slice(5)], first?.month ?? month) : first
      if (!first || !last || last.day < first.day) {
        if (range ?? single) wrong('bad-line', sentence)
        continue
      }
      month = last.month
      let count = 0
      for (let at = first.day; at <= last.day; at = addDays(at, 1)) {
        if (off.has(at)) wrong('twice', sentence)
        off.set(at, holiday)
        count++
      }
      const said = /(?:共|放假)\s*(\d+)\s*天/.exec(sentence)?.[1]
      if (said && Number(said) !== count) wrong('wrong-count', sentence)
    }
    if (![...off.values()].includes(holiday)) wrong('bad-line', item)
  }
  if (off.size === 0) wrong('nothing-found', '')
  return { year: off.size === 0 ? undefined : yearOfDays(year, source, off, makeup), mistakes }
}

/** 日期,类型,节日: `2027-01-01,放假,元旦` or `2027-01-03,上班`. */
export function readCalendarCsv(text: string, source: string): ReadYear {
  const mistakes: NoticeMistake[] = []
  const off = new Map<Day, string>()
  const makeup = new Set<Day>()
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [on = '', type = '', name = ''] = line.split(',').map((cell) => cell.trim())
    if (on === '' || !/^\d/.test(on)) continue
    const wrong = (kind: NoticeMistake['kind']) => mistakes.push({ kind, text: line })
    if (!isDay(on)) wrong('no-such-day')
    else if (off.has(on) || makeup.has(on)) wrong('twice')
    else if (type === '上班') {
      if (weekday(on) < 6) wrong('not-weekend')
      makeup.add(on)
    } else if (type === '放假' && name !== '') off.set(on, name)
    else wrong('bad-line')
  }
  const first = [...off.keys()][0]
  if (!first) return { year: undefined, mistakes: [{ kind: 'nothing-found', text: '' }] }
  const year = Number(first.slice(0, 4))
  for (const on of [...off.keys(), ...makeup])
    if (Number(on.slice(0, 4)) !== year) mistakes.push({ kind: 'other-year', text: on })
  return { year: yearOfDays(year, source, off, makeup), mistakes }
}

function yearOfDays(
  year: number,
  source: string,
  off: ReadonlyMap<Day, string>,
  makeup: ReadonlySet<Day>,
): CalendarYear {
  const offDays = [...off.keys()].sort()
  return {
    year,
    source,
    offDays,
    makeupWorkdays: [...makeup].sort(),
    names: Object.fromEntries(offDays.map((on) => [on, off.get(on) ?? ''])),
  }
}
