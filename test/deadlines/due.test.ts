import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addDays, type Day, day, projectRoot, weekday, yearOf } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import { computeDue, loadRules, openExplainer } from '../../src/deadlines/index.ts'

const book = loadRules()
const years = loadYears()
const calendar = calendarOf(years)
const explain = openExplainer(book, calendar)

const vectorShape = z.array(
  z.object({
    key: z.string(),
    start: z.string(),
    amount: z.number(),
    unit: z.string(),
    rawDue: z.string().nullish(),
    due: z.string().nullable(),
  }),
)
const vectorsOf = (file: string) =>
  vectorShape.parse(JSON.parse(readFileSync(join(projectRoot, 'test', 'vectors', file), 'utf8')))
const vectors = [...vectorsOf('due-dates.json'), ...vectorsOf('due-dates-office.json')]

describe('vectors worked out outside this program', () => {
  it.each(vectors)('$key from $start is due $due', (vector) => {
    const rule = book.closest(vector.key, day(vector.start))
    if (!rule) throw new Error(`no rule ${vector.key}`)
    expect(rule).toMatchObject({ amount: vector.amount, unit: vector.unit })
    const date = computeDue(rule, day(vector.start), calendar)
    expect(date.due).toBe(vector.due)
    if (vector.rawDue !== undefined) expect(date.rawDue).toBe(vector.rawDue)
  })

  it('exist for every rule that ships with a number of days of its own', () => {
    const shown = new Set(vectors.map((vector) => vector.key))
    const unproven = book.rules
      .filter((rule) => rule.ship !== 'off' && rule.amount !== null && !shown.has(rule.key))
      .map((rule) => rule.key)
    expect(unproven).toEqual([])
  })
})

/** The definition, spelled out over a list of all working days: no stepping, no calendar object. */
const offDays = new Set<string>(years.flatMap((year) => year.offDays))
const makeup = new Set<string>(years.flatMap((year) => year.makeupWorkdays))
const worked: Day[] = []
for (let at = day('2024-01-01'); yearOf(at) < 2027; at = addDays(at, 1))
  if (makeup.has(at) || (weekday(at) < 6 && !offDays.has(at))) worked.push(at)

function oracle(direction: string, unit: string, amount: number, start: Day) {
  const back = direction.endsWith('_before')
  const after = worked.filter((at) => at > start)
  const before = worked.filter((at) => at < start)
  const byDay = addDays(start, back ? -amount : amount)
  const rawDue = unit === 'day' ? byDay : back ? before.at(-amount) : after[amount - 1]
  if (!rawDue) throw new Error('outside the list')
  if (direction === 'exact' || direction === 'max_before') return { rawDue, due: rawDue }
  const due = back ? worked.findLast((at) => at <= rawDue) : worked.find((at) => at >= rawDue)
  return { rawDue, due }
}

describe('any limit', () => {
  const directions = ['max', 'min', 'exact', 'min_before', 'max_before'] as const
  const units = ['day', 'workday'] as const
  const start = fc.integer({ min: 0, max: 850 }).map((n) => addDays(day('2024-04-01'), n))

  it('ends where the definition says, in every direction and unit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...directions),
        fc.constantFrom(...units),
        fc.integer({ min: 1, max: 60 }),
        start,
        (direction, unit, amount, from) => {
          const { rawDue, due } = computeDue(
            { key: 'ANY', direction, unit, amount },
            from,
            calendar,
          )
          expect({ rawDue, due }).toEqual(oracle(direction, unit, amount, from))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('accounts for every day between its start and its end, each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), start, (amount, from) => {
        const rule = { key: 'ANY', direction: 'max', unit: 'workday', amount } as const
        const { due, steps } = computeDue(rule, from, calendar)
        const days = steps.map((step) => step.day)
        expect(days).toEqual(days.map((_, i) => addDays(from, i)))
        expect(days.at(-1)).toBe(due)
      }),
    )
  })
})

describe('a year without calendar', () => {
  const of = (key: string, start: string) => {
    const rule = book.closest(key, day(start))
    if (!rule) throw new Error(key)
    return computeDue(rule, day(start), calendar)
  }

  it('leaves the bare end of calendar days, and no more', () => {
    expect(of('CONTRACT_SIGN', '2026-12-10')).toMatchObject({
      rawDue: '2027-01-09',
      due: null,
      missingYear: 2027,
    })
    expect(of('CONTRACT_FILING', '2026-12-29')).toMatchObject({
      rawDue: null,
      due: null,
      missingYear: 2027,
    })
  })

  it('is not needed for a limit that ends on its last working day', () => {
    expect(of('CONTRACT_SIGN', '2026-12-01')).toMatchObject({
      due: '2026-12-31',
      missingYear: null,
    })
  })

  it("refuses a limit whose days only the contract knows, and takes the contract's", () => {
    const rule = book.inForce('PAY_TERM', day('2026-03-01'))
    if (!rule) throw new Error('PAY_TERM')
    expect(() => computeDue(rule, day('2026-03-01'), calendar)).toThrow(/deadlines\.no-amount/)
    expect(computeDue(rule, day('2026-03-01'), calendar, 45).due).toBe('2026-04-15')
  })
})

describe('the explanation', () => {
  it('has the fixed shape and names every skipped day with its reason', () => {
    const explained = explain('CONTRACT_PUBLISH', '2026-09-29')
    expect(explained).toMatchObject({
      rule: 'CONTRACT_PUBLISH',
      start: '2026-09-29',
      rawDue: '2026-10-08',
      due: '2026-10-08',
      amount: 2,
      unit: 'workday',
      direction: 'max',
      basis: '实施条例第50条',
      confidence: 'CONFIRMED',
    })
    if ('error' in explained) throw new Error(explained.error)
    expect(explained.steps.map((step) => step.text)).toEqual([
      '9月29日 周二，起算当日不计入',
      '9月30日 周三，第1个工作日',
      '10月1日 周四，国庆节放假，不计',
      '10月2日 周五，国庆节放假，不计',
      '10月3日 周六，国庆节放假，不计',
      '10月4日 周日，国庆节放假，不计',
      '10月5日 周一，国庆节放假，不计',
      '10月6日 周二，国庆节放假，不计',
      '10月7日 周三，国庆节放假，不计',
      '10月8日 周四，第2个工作日',
    ])
  })

  it('tells a make-up Saturday, a moved last day, and a count backwards', () => {
    const texts = (rule: string, start: string) => {
      const explained = explain(rule, start)
      if ('error' in explained) throw new Error(explained.error)
      return explained.steps.map((step) => step.text)
    }
    expect(texts('RESULT_NOTICE', '2026-10-09')).toContain('10月10日 周六，调休上班，第1个工作日')
    expect(texts('CONTRACT_SIGN', '2026-03-20')).toContain('4月19日 周日，休息，顺延')
    expect(texts('INTENT_PUBLISH', '2026-11-02').slice(1, 3)).toEqual([
      '10月3日 周六，提前30日',
      '10月3日 周六，国庆节放假，提前',
    ])
  })

  it.each([
    ['CONTRACT_SIGN', '2026-12-10', '2027-01-09', /2027年/],
    ['CONTRACT_FILING', '2026-12-29', null, /2027年/],
    ['CONTRACT_SING', '2026-09-01', null, /没有.*CONTRACT_SING/],
    ['CONTRACT_SIGN', '2026-02-30', null, /2026-02-30.*不是日期/],
    ['PAY_TERM', '2026-02-02', null, /合同/],
  ])('of %s from %s says why there is none', (rule, start, rawDue, error) => {
    expect(explain(rule, start)).toEqual({
      rule,
      start,
      rawDue,
      error: expect.stringMatching(error),
    })
  })

  it('marks a rule that was not yet in force', () => {
    expect(explain('PAY_SME', '2025-05-31')).toMatchObject({ inForce: false, due: '2025-06-30' })
    expect(explain('PAY_SME', '2025-06-01')).toMatchObject({ inForce: true })
  })
})
