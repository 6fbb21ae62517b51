import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dataFile, day, MistakesError } from '../../src/base/index.ts'
import { loadRules } from '../../src/deadlines/index.ts'

describe('the rules that ship', () => {
  const book = loadRules()

  it('are all there, each with article, dates, and a short Chinese title of its own', () => {
    expect(book.rules.filter((rule) => rule.level === 'national')).toHaveLength(67)
    const shipped = book.rules.filter((rule) => rule.ship !== 'off')
    expect(shipped.length).toBeGreaterThan(60)
    const titles = shipped.map((rule) => rule.title)
    expect(new Set(titles).size).toBe(titles.length)
    for (const rule of book.rules) {
      expect(rule.basis.length).toBeGreaterThan(3)
      expect(rule.title).toMatch(/^[\p{Script=Han}（）]{2,15}$/u)
      expect([rule.key, 'effectiveFrom' in rule, 'effectiveTo' in rule]).toEqual([
        rule.key,
        true,
        true,
      ])
    }
  })

  it('are switched on only as far as their text was read, and never for another city', () => {
    const on = book.rules.filter((rule) => rule.ship === 'on').map((rule) => rule.confidence)
    expect(new Set(on)).toEqual(new Set(['CONFIRMED', 'TARGET', 'CONTRACT']))
    const elsewhere = book.rules.filter((rule) => rule.key.startsWith('LB_'))
    expect(elsewhere.map((rule) => rule.ship)).toEqual(elsewhere.map(() => 'off'))
    expect(elsewhere.length).toBe(12)
  })

  it("call the acceptance target the bureau's, not law", () => {
    expect(book.inForce('ACCEPT_TARGET', day('2026-01-01'))).toMatchObject({
      amount: 5,
      unit: 'workday',
      level: 'bureau',
      confidence: 'TARGET',
      basis: expect.stringContaining('非法定'),
    })
  })

  it("carry the bureau's yellow distance and the cited rate of late interest", () => {
    expect(book.yellowWorkdays).toBe(5)
    expect(book.rates).toMatchObject([
      { perDayMillionths: 500, basis: expect.stringMatching(/17/) },
    ])
  })
})

describe('rule files written by hand', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const bureau = readFileSync(dataFile('deadlines', 'rules', 'bureau.yaml'), 'utf8')
  const load = (text: string) => {
    writeFileSync(join(folder, 'bureau.yaml'), text)
    return loadRules(folder)
  }
  const mistakesOf = (text: string): string => {
    try {
      load(text)
    } catch (error) {
      if (error instanceof MistakesError) return error.message
      throw error
    }
    return ''
  }
  const only = (text: string) => text.slice(0, text.indexOf('  # 天数取每份合同'))
  const second = only(bureau)
    .slice(bureau.indexOf('  - key: ACCEPT_TARGET'))
    .replace('version: 1', 'version: 2')

  it.each([
    ['no article', /^ +basis: .*\n/m, '', 'key: ACC', 'basis'],
    ['an empty article', /basis: .*/, "basis: ''", "''", 'basis'],
    [
      'a day that does not exist',
      'effectiveFrom: null',
      "effectiveFrom: '2026-02-30'",
      "'2026-02-30'",
      'not a day',
    ],
    ['no dates', /^ +effectiveTo: .*\n/m, '', 'key: ACC', 'effectiveTo'],
    ['days that are none', 'amount: 5', 'amount: 0', '0\n', 'amount'],
    ['an unknown direction', 'direction: max', 'direction: most', 'most', 'direction'],
    ['a misspelt field', 'note:', 'notes:', 'notes', 'unknown key'],
    ['a memory switched on', 'confidence: TARGET', 'confidence: FROM_MEMORY', 'on\n', 'ship'],
    [
      'an end before its beginning',
      'effectiveFrom: null\n    effectiveTo: null',
      "effectiveFrom: '2026-02-02'\n    effectiveTo: '2026-02-01'",
      "'2026-02-01'",
      'earlier',
    ],
    [
      'a rule that is not there',
      'note: 邻市',
      'appliesWhen: { unlessRules: [NOWHERE] }\n    note: 邻市',
      'ACCEPT_TARGET',
      'NOWHERE',
    ],
    ['no yellow distance', 'yellowWorkdays: 5', '', '#', 'yellowWorkdays'],
  ])('with %s do not load, and the place is named', (_, from, to, place, message) => {
    const text = only(bureau)
    expect(mistakesOf(text)).toBe('')
    const wrong = text.replace(from, to)
    const before = wrong.slice(0, wrong.indexOf(place)).split('\n')
    expect(mistakesOf(wrong)).toMatch(
      new RegExp(`bureau\\.yaml:${before.length}:\\d+ .*${message}`),
    )
  })

  it('report several mistakes at once', () => {
    const text = only(bureau)
      .replace('amount: 5', 'amount: x')
      .replace(/basis: .*/, "basis: ''")
    expect(mistakesOf(text).split('\n')).toHaveLength(2)
  })

  it('take a later version without the earlier one being touched', () => {
    const dated = second.replace('effectiveFrom: null', "effectiveFrom: '2026-07-01'")
    const book = load(only(bureau) + dated.replace('amount: 5', 'amount: 3'))
    expect(book.inForce('ACCEPT_TARGET', day('2026-06-30'))).toMatchObject({
      version: 1,
      amount: 5,
    })
    expect(book.inForce('ACCEPT_TARGET', day('2026-07-01'))).toMatchObject({
      version: 2,
      amount: 3,
    })
  })

  it('refuse versions that do not follow each other', () => {
    expect(mistakesOf(only(bureau) + second)).toMatch(/effectiveFrom|later day/)
    expect(mistakesOf(only(bureau) + second.replace('version: 2', 'version: 1'))).toMatch(/twice/)
    const moved = second
      .replace('effectiveFrom: null', "effectiveFrom: '2026-07-01'")
      .replace('startEvent: ACCEPTANCE_REQUESTED', 'startEvent: DELIVERED')
    expect(mistakesOf(only(bureau) + moved)).toMatch(/another key/)
  })
})
