import { expect, test } from 'vitest'
import { keptIndexes, type Named } from '../../src/language/index.ts'

const names = (prefix: string, count = 3): Named[] =>
  [...Array(count).keys()].map((i) => ({ id: `${prefix}${i}`, names: [`${prefix}号项目${i}`] }))

test('the same names are one index, whoever asks for them', () => {
  const indexes = keptIndexes()
  expect(indexes.of(names('甲'))).toBe(indexes.of(names('甲')))
})

test('a new alias, a new name, another code and another view are seen at once', () => {
  const indexes = keptIndexes()
  const before = indexes.of(names('甲'))
  expect(before.find('老锅炉房').level).toBe('unknown')
  const [first, ...rest] = names('甲')
  if (!first) throw new Error('no name')
  const learned = indexes.of([{ ...first, names: [...first.names, '老锅炉房'] }, ...rest])
  expect(learned.find('老锅炉房').matches[0]?.id).toBe('甲0')
  expect(indexes.of(names('甲')).find('老锅炉房').level).toBe('unknown')
  expect(
    indexes.of([{ ...first, codes: ['焦财采购-2026-7'] }, ...rest]).find('焦财采购-2026-7').level,
  ).toBe('sure')
  expect(
    indexes
      .of(rest)
      .find('甲号项目0')
      .matches.some(({ id }) => id === '甲0'),
  ).toBe(false)
})

test('what was not used for longest is let go, so that memory stays bounded', () => {
  const indexes = keptIndexes(7)
  const first = indexes.of(names('甲'))
  const second = indexes.of(names('乙'))
  expect(indexes.of(names('甲'))).toBe(first)
  indexes.of(names('丙'))
  expect(indexes.of(names('甲'))).toBe(first)
  expect(indexes.of(names('乙'))).not.toBe(second)
  // One that alone is larger than the bound still serves its turn.
  expect(indexes.of(names('丁', 20)).size).toBe(20)
})
