import { describe, expect, test } from 'vitest'
import { type Day, day } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import {
  type Lean,
  loadUnderstanding,
  understand,
  understandValues,
} from '../../src/language/index.ts'

const years = loadYears()
const breaks = calendarOf(years).breaks()
const read = (text: string, today: string, lean: Lean = 'past') => {
  const { value, ambiguous } = understandValues('date', text, { today: day(today), lean, breaks })
  return ambiguous ? ambiguous.join('|') : value
}

describe('days beside a holiday are counted by the office’s calendar', () => {
  test.each<[string, string, string | null, Lean?]>([
    // 国庆 2026: 1 to 7 October, Saturday the 10th is worked.
    ['节后第一天', '2026-10-12', '2026-10-08'],
    ['节后第一个工作日', '2026-10-12', '2026-10-08'],
    ['节后首个工作日', '2026-10-12', '2026-10-08'],
    ['节后第一天上班', '2026-10-12', '2026-10-08'],
    ['国庆后第一天', '2026-10-12', '2026-10-08'],
    ['国庆节后的第一个工作日', '2026-10-12', '2026-10-08'],
    ['国庆长假后第一天', '2026-10-12', '2026-10-08'],
    ['十一假期后第一天', '2026-10-12', '2026-10-08'],
    ['国庆节后第三个工作日', '2026-10-12', '2026-10-10'],
    ['收假后第一天', '2026-10-12', '2026-10-08'],
    ['节前最后一个工作日', '2026-10-12', '2026-09-30'],
    ['节前一天', '2026-10-12', '2026-09-30'],
    ['国庆节前最后一天', '2026-10-12', '2026-09-30'],
    ['放假前一天', '2026-10-12', '2026-09-30'],
    ['放假前最后一个工作日', '2026-10-12', '2026-09-30'],
    // Between two holidays the one before is meant, of a plan the one to come.
    ['节后第一天', '2026-09-29', '2026-09-28'],
    ['节后第一天', '2026-09-29', '2026-10-08', 'future'],
    ['计划节后第一天开标', '2026-09-29', '2026-10-08'],
    ['节前最后一个工作日', '2026-09-29', '2026-09-30', 'future'],
    ['节后第一天', '2026-10-08', '2026-10-08'],
    ['合同节后第一天签的', '2026-10-12', '2026-10-08'],
    // 春节 2026: 15 to 23 February, Saturday the 14th is worked.
    ['春节后第一天', '2026-03-02', '2026-02-24'],
    ['春节前最后一个工作日', '2026-03-02', '2026-02-14'],
    ['去年国庆节后第一天', '2026-03-02', '2025-10-09'],
    ['2025年国庆节前一天', '2026-03-02', '2025-09-30'],
    // The Mid-Autumn day of 2025 lay inside the long holiday: before it may be before the break.
    ['中秋节前一天', '2025-10-10', '2025-09-30|2025-10-05'],
    ['中秋节前最后一个工作日', '2025-10-10', '2025-09-30'],
    // Of a year without a calendar nothing is counted; it is asked.
    ['节后第一天', '2027-10-12', null],
    ['国庆节后第一天', '2027-10-12', null],
    ['国庆节后第一天', '2024-01-20', null],
    ['教师节后第一天', '2026-10-12', null],
    ['节后第一周', '2026-10-12', null],
    ['节后', '2026-10-12', null],
    ['节能改造第一天', '2026-10-12', null],
  ])('%s on %s is %s', (text, today, value, lean) => {
    expect(read(text, today, lean)).toBe(value)
  })
})

test('a day after the break that is no working day either is asked', () => {
  // 1 and 2 January 2027 off: the 3rd is a Sunday.
  const made = calendarOf([
    ...years,
    {
      year: 2027,
      source: 'made up',
      offDays: [day('2027-01-01'), day('2027-01-02')],
      makeupWorkdays: [],
      names: { '2027-01-01': '元旦', '2027-01-02': '元旦' },
    },
  ])
  const options = { today: day('2027-01-10'), lean: 'past' as const, breaks: made.breaks() }
  expect(understandValues('date', '节后第一天', options).ambiguous).toEqual([
    '2027-01-04',
    '2027-01-03',
  ])
  expect(understandValues('date', '节后第一个工作日', options).value).toBe('2027-01-04')
})

test('--explain names the rule, and without a calendar nothing is guessed', () => {
  const how = { today: day('2026-10-12') as Day, lexicons: loadUnderstanding() }
  const text = '一中教学楼合同节后第一天签了'
  const [frame] = understand(text, { ...how, breaks }).frames
  expect(frame).toMatchObject({ date: '2026-10-08', project: '一中教学楼' })
  expect(frame?.because).toContainEqual({
    rule: 'date.after-holiday',
    from: 7,
    to: 12,
    text: '节后第一天',
  })
  expect(understand(text, how).frames[0]).not.toHaveProperty('date')
})

test('a year that is learned while the calendar is in use changes the breaks', () => {
  const calendar = calendarOf(years.filter(({ year }) => year < 2026))
  const before = calendar.breaks()
  expect(calendar.breaks()).toBe(before)
  calendar.learn(years)
  expect(calendar.breaks().length).toBeGreaterThan(before.length)
})
