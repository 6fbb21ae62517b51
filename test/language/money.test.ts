import { describe, expect, test } from 'vitest'
import { yuanOf } from '../../src/base/index.ts'
import { findMoney, readMoney } from '../../src/language/index.ts'

describe('one sum', () => {
  const table: readonly (readonly [string, number])[] = [
    ['128.6万', 1_286_000],
    ['12万5', 125_000],
    ['12万5千', 125_000],
    ['十二万五千元', 125_000],
    ['十二万五', 125_000],
    ['壹佰贰拾万元整', 1_200_000],
    ['1,286,000.00元', 1_286_000],
    ['１，２８６，０００．００元', 1_286_000],
    ['3百万', 3_000_000],
    ['30w', 300_000],
    ['30W元', 300_000],
    ['两角五分', 0.25],
    ['7块5', 7.5],
    ['3块2毛5', 3.25],
    ['318 万元', 3_180_000],
    ['三百一十八万', 3_180_000],
    ['1.2亿', 120_000_000],
    ['￥3,180.50', 3180.5],
    ['人民币壹佰贰拾万元整（1,200,000.00元）', 1_200_000],
    ['12.34567万', 123_456.7],
    ['1286000', 1_286_000],
    ['1000', 1000],
    ['不是12万是15万', 150_000],
    ['貳拾萬圓整', 200_000],
    ['-3万', -30_000],
  ]
  test.each(table)('%s → %d', (text, expected) => {
    const one = readMoney(text)
    expect(one.kind === 'value' ? yuanOf(one.value) : one).toBe(expected)
  })
})

test('a bare number below 1,000 may be 元 or 万元', () => {
  expect(readMoney('318')).toMatchObject({ kind: 'ambiguous', candidates: [31_800n, 318_000_000n] })
  expect(readMoney('128.6')).toMatchObject({
    kind: 'ambiguous',
    candidates: [12_860n, 128_600_000n],
  })
})

test.each(['300多万', '几十万', '3到5万', '10-20万', '没有', '3万平方米'])(
  '%s is no sum',
  (text) => {
    expect(readMoney(text)).toEqual({ kind: 'none' })
  },
)

test('a sum finer than a fen is impossible', () => {
  expect(readMoney('0.005元')).toMatchObject({ kind: 'impossible', why: 'finer-than-a-fen' })
})

describe('sums inside sentences', () => {
  const table: readonly (readonly [string, readonly number[]])[] = [
    ['合同昨天签了，318万', [3_180_000]],
    ['付了30万，还剩18.5万', [300_000, 185_000]],
    ['签了合同，金额1286000', [1_286_000]],
    ['832平台买了3万', [30_000]],
    ['评5分', []],
    ['3号楼到了12台', []],
    ['送了100台电脑', []],
    ['万达广场', []],
    ['千万别忘了', []],
    ['2026年9月8日', []],
    ['手机13800001234', []],
    ['焦财磋商采购-2026-118', []],
    ['安置房300套，3万平方米', []],
  ]
  test.each(table)('%s', (text, expected) => {
    const values = findMoney(text).flatMap((one) =>
      one.kind === 'value' ? [yuanOf(one.value)] : [],
    )
    expect(values).toEqual(expected)
  })
})

test('a span points into the text as it was written', () => {
  const text = '合同，３１８万元整'
  const [one] = findMoney(text)
  expect(one && text.slice(one.span.from, one.span.to)).toBe('３１８万元整')
})

test('一 in a word is no sum, even where a bare number would be one', () => {
  for (const text of ['今天投诉一下', '我看一下', '差一点', '一直没付', '一样'])
    expect(readMoney(text)).toEqual({ kind: 'none' })
})

test('a phone number is no sum', () => {
  for (const text of [
    '13800138000',
    '电话138 0013 8000',
    '138-0013-8000',
    '一三八零零一三八零零零',
  ])
    expect(readMoney(text)).toEqual({ kind: 'none' })
  expect(readMoney('付了318万，电话13800138000')).toMatchObject({ value: 318000000n })
  expect(readMoney('13800138000元')).toMatchObject({ value: 1380013800000n })
})
