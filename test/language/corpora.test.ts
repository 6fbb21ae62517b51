import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { understandValues, type ValueKind } from '../../src/language/index.ts'

interface Case {
  readonly text: string
  readonly reference?: string
  readonly expected: { readonly value: string | number }
  readonly script: 'hans' | 'hant'
  readonly disputed?: string
}

function casesOf(file: string): Case[] {
  const path = new URL(`../vectors/corpora/${file}.json`, import.meta.url)
  const all: { cases: Case[] } = JSON.parse(readFileSync(path, 'utf8'))
  return all.cases.filter((one) => one.script === 'hans' && !one.disputed)
}

/** Duckling reads bare weekdays and month-days as future; the others do not care or speak of the future. */
function measure(files: readonly string[], kind: ValueKind): { right: number; of: number } {
  const cases = files.flatMap(casesOf)
  const wrong = cases.filter((one) => {
    const today = day((one.reference ?? '2026-09-08').slice(0, 10))
    return understandValues(kind, one.text, { today, lean: 'future' }).value !== one.expected.value
  })
  const right = cases.length - wrong.length
  const share = ((100 * right) / cases.length).toFixed(1)
  process.stdout.write(`language: ${kind} ${right}/${cases.length} = ${share} %\n`)
  for (const one of wrong) process.stdout.write(`  not as ${kind} wants it: ${one.text}\n`)
  return { right, of: cases.length }
}

test('at least 97 % of the undisputed simplified dates of Duckling and Chrono are read as they read them', () => {
  const { right, of } = measure(['duckling-date', 'chrono-date'], 'date')
  expect(of).toBeGreaterThan(90)
  expect(right / of).toBeGreaterThanOrEqual(0.97)
})

test('at least 97 % of the sums of Duckling and cn2an are read as they read them', () => {
  const { right, of } = measure(['duckling-money', 'cn2an-money'], 'money')
  expect(of).toBeGreaterThan(20)
  expect(right / of).toBeGreaterThanOrEqual(0.97)
})

test('at least 93 % of the numbers of Duckling and cn2an are read as they read them', () => {
  const { right, of } = measure(['duckling-number', 'cn2an-number'], 'number')
  expect(of).toBeGreaterThan(200)
  expect(right / of).toBeGreaterThanOrEqual(0.93)
})

test('a period such as 上个月 is a range, not a day', () => {
  for (const one of casesOf('duckling-period')) {
    const today = day((one.reference ?? '').slice(0, 10))
    expect(understandValues('date', one.text, { today, lean: 'future' }), one.text).toEqual({
      text: one.text,
      value: null,
    })
  }
})
