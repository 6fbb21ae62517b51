import { expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { sayCount, sayDate, sayDay, sayMoney, sayPercent } from '../../src/language/index.ts'

const today = day('2026-09-08')

test('a day is said with its weekday, and with its year when it is another one', () => {
  expect(sayDay(day('2026-09-09'), { today })).toBe('9月9日（周三）')
  expect(sayDay(day('2025-09-09'), { today })).toBe('2025年9月9日（周二）')
  expect(sayDay(day('2026-09-06'))).toBe('2026年9月6日（周日）')
  expect(sayDate(day('2026-12-31'), { today })).toBe('12月31日')
})

test.each([
  [318_000_000n, '318万元'],
  [12_500_000n, '12.5万元'],
  [128_654_300n, '1,286,543元'],
  [12_000_000_000n, '1.2亿元'],
  [318_050n, '3,180.50元'],
  [318_000n, '3,180元'],
  [1_000_000n, '1万元'],
  [25n, '0.25元'],
  [0n, '0元'],
  [-12_500_000n, '-12.5万元'],
  [123_456_789_012n, '1,234,567,890.12元'],
])('%d fen is %s', (fen, said) => {
  expect(sayMoney(fen)).toBe(said)
})

test('counts are grouped and shares are short', () => {
  expect(sayCount(1200, '份')).toBe('1,200份')
  expect(sayPercent(33.333)).toBe('33.33%')
  expect(sayPercent(30)).toBe('30%')
})
