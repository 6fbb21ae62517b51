import { describe, expect, test } from 'vitest'
import {
  type Answer,
  findPercents,
  normalise,
  readCount,
  readNumber,
  readPercent,
  readSatisfaction,
  readYesNo,
} from '../../src/language/index.ts'

describe('shares', () => {
  const table: readonly (readonly [string, number])[] = [
    ['三成', 30],
    ['三成五', 35],
    ['百分之三十', 30],
    ['百分之百', 100],
    ['30%', 30],
    ['３０％', 30],
    ['12.5%', 12.5],
    ['三个点', 3],
    ['1.5个百分点', 1.5],
    ['千分之五', 0.5],
    ['款付了一半', 50],
    ['四分之一', 25],
  ]
  test.each(table)('%s → %d', (text, expected) => {
    expect(readPercent(text)).toMatchObject({ kind: 'value', value: expected })
  })
  test.each(['成交了', '三点钟', '一大半'])('%s is none', (text) => {
    expect(readPercent(text)).toEqual({ kind: 'none' })
  })
  test('a bare number counts only where a share was asked for', () => {
    expect(readPercent('30')).toEqual({ kind: 'none' })
    expect(readPercent('30', { bare: true })).toMatchObject({ kind: 'value', value: 30 })
  })
  test('all shares of a sentence are found', () => {
    expect(
      findPercents('预付30%，质保金百分之五').map((one) => one.kind === 'value' && one.value),
    ).toEqual([30, 5])
  })
})

describe('numbers and counts', () => {
  test('a range is none', () => {
    expect(readNumber('3到5')).toEqual({ kind: 'none' })
  })
  test('a count is whole and not negative', () => {
    expect(readCount('三十二台')).toMatchObject({ value: 32 })
    expect(readCount('两份半')).toMatchObject({ kind: 'ambiguous' })
    expect(readCount('-3')).toEqual({ kind: 'none' })
    expect(readCount('1.5')).toEqual({ kind: 'none' })
  })
})

describe('satisfaction', () => {
  const table: readonly (readonly [string, number])[] = [
    ['5分', 5],
    ['打了四分', 4],
    ['满意度3', 3],
    ['满意度：4分', 4],
    ['★★★★', 4],
    ['⭐⭐⭐', 3],
    ['★★★☆☆', 3],
    ['五星', 5],
    ['三颗星', 3],
    ['很满意', 5],
    ['非常满意', 5],
    ['满意', 4],
    ['比较满意', 4],
    ['一般', 3],
    ['还行', 3],
    ['基本满意', 3],
    ['不满意', 2],
    ['不太满意', 2],
    ['很不满意', 1],
    ['非常不满意', 1],
    ['满分', 5],
  ]
  test.each(table)('%s → %d', (text, expected) => {
    expect(readSatisfaction(text)).toMatchObject({ kind: 'value', value: expected })
  })
  test('a bare number counts only where a score was asked for, and only from 1 to 5', () => {
    expect(readSatisfaction('5')).toEqual({ kind: 'none' })
    expect(readSatisfaction('5', { bare: true })).toMatchObject({ value: 5 })
    expect(readSatisfaction('6', { bare: true })).toMatchObject({ kind: 'impossible' })
    expect(readSatisfaction('8分')).toMatchObject({ kind: 'impossible' })
  })
})

describe('yes, no, unsure', () => {
  const table: readonly (readonly [Answer, readonly string[]])[] = [
    [
      'yes',
      [
        '对',
        '对的',
        '是的',
        '没错',
        '嗯嗯',
        '好的',
        '可以',
        '收到了',
        '行',
        '中',
        'OK',
        '没问题',
        '有',
        '👌',
        '确认！',
      ],
    ],
    [
      'no',
      [
        '不',
        '不对',
        '没有',
        '没有啊',
        '还没',
        '还没呢',
        '未收到',
        '不用了',
        '否',
        '没收到',
        '错了',
      ],
    ],
    [
      'unsure',
      ['不知道', '不太清楚', '说不好', '不确定', '可能吧', '记不清了', '得问问财务', '好像是'],
    ],
  ]
  for (const [answer, texts] of table) {
    test.each(texts)(`%s is ${answer}`, (text) => {
      expect(readYesNo(text)).toMatchObject({ kind: 'value', value: answer })
    })
  }
  test('a sentence is no answer', () => {
    expect(readYesNo('对方说没有收到款')).toEqual({ kind: 'none' })
  })
})

test('normalising keeps the way back to every original character', () => {
  const normal = normalise('Ａ\u200b合同①號')
  expect(normal.text).toBe('a合同1号')
  expect(normal.place({ from: 4, to: 5 })).toEqual({ from: 5, to: 6 })
  expect(normal.place({ from: 0, to: 5 })).toEqual({ from: 0, to: 6 })
})
