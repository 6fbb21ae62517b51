import { describe, expect, test } from 'vitest'
import { MistakesError, parseYaml } from '../../src/base/index.ts'
import { compilePhrases, phrasesIn } from '../../src/language/index.ts'
import { understandingFile } from '../../src/language/understanding-schema.ts'

const lexicon = compilePhrases([
  { key: 'SIGNED', words: ['合同 签'] },
  { key: 'PUBLISHED', words: ['合同 公示'] },
  { key: 'NOTICE', words: ['公示', '公告'] },
  { key: 'ACCEPTED', words: ['验收'] },
  { key: 'PAID', words: ['款 付', '验收款 付', '付款'] },
])
const told = (text: string) =>
  phrasesIn(text, lexicon).map(({ key, negated, planned, asked }) =>
    [key, negated && '-', planned && '+', asked && '?'].filter((part) => part !== false).join(''),
  )

describe('a word with a gap is found in either order, within one clause', () => {
  test.each([
    ['合同昨天签了', ['SIGNED']],
    ['签了合同', ['SIGNED']],
    ['合同终于在昨天下午跟他们公司签了', []],
    ['合同在这里。昨天签', ['SIGNED']],
    ['合同公示了', ['PUBLISHED']],
    ['公示了', ['NOTICE']],
    ['验收款付了', ['PAID']],
    ['验收合格，款付了', ['ACCEPTED', 'PAID']],
    ['合同签了也公示了', ['SIGNED', 'PUBLISHED']],
    ['合同1日签，2日公示', ['SIGNED', 'NOTICE']],
    ['今天天气好', []],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual(expected)
  })
})

describe('the mood of a fact', () => {
  test.each([
    ['合同没签', ['SIGNED-']],
    ['合同还没有签', ['SIGNED-']],
    ['款未付', ['PAID-']],
    ['没按时付款', ['PAID-']],
    ['没问题，验收了', ['ACCEPTED']],
    ['合同签了没', ['SIGNED?']],
    ['合同签没签', ['SIGNED?']],
    ['合同签了吗', ['SIGNED?']],
    ['合同什么时候签', ['SIGNED?']],
    ['准备签合同', ['SIGNED+']],
    ['合同下周签', ['SIGNED+']],
    ['合同已经签了', ['SIGNED']],
    ['合同要签了', ['SIGNED+']],
    ['节能项目合同签了', ['SIGNED']],
    ['要求验收', ['ACCEPTED']],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual(expected)
  })
})

test('a mistake in the word list is named with its place', () => {
  const text = 'intents:\n  - key: dance\n    whole: 跳舞\nevents: []\n'
  const read = () => parseYaml(text, '_understanding.yaml', understandingFile)
  expect(read).toThrow(MistakesError)
  expect(read).toThrow(/_understanding\.yaml:2:10 intents\.0\.key/)
})
