import { describe, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import {
  type Asked,
  loadUnderstanding,
  understand,
  understandingJson,
} from '../../src/language/index.ts'

const lexicons = loadUnderstanding()
/** A Tuesday. */
const today = day('2026-09-08')
const framesOf = (text: string, context?: Asked) =>
  understandingJson(understand(text, { today, lexicons, ...(context && { context }) })).frames

const signed = { intent: 'report-stage', event: 'CONTRACT_SIGNED' }
const visit = { intent: 'report-visit' }

describe('a visit and a fact in one message are both understood', () => {
  test.each<[string, Record<string, unknown>[]]>([
    [
      '一中教学楼合同签了，昨天去走访了供应商，满意度5分',
      [
        { ...signed, project: '一中教学楼' },
        { ...visit, date: '2026-09-07', satisfaction: 5 },
      ],
    ],
    [
      '一中教学楼合同昨天签了，318万，今天走访了宏达公司，比较满意，建议付款快一点',
      [
        { ...signed, project: '一中教学楼', date: '2026-09-07', amount: 3180000 },
        {
          ...visit,
          date: '2026-09-08',
          party: '宏达公司',
          satisfaction: 4,
          opinion: '付款快一点',
        },
      ],
    ],
    [
      '走访了宏达公司，满意度5分，另外一中教学楼合同昨天签了，318万',
      [
        { ...visit, party: '宏达公司', satisfaction: 5 },
        { ...signed, project: '一中教学楼', date: '2026-09-07', amount: 3180000 },
      ],
    ],
    [
      '走访了宏达公司，一中教学楼合同签了，满意度3分',
      [
        { ...visit, party: '宏达公司', satisfaction: 3 },
        { ...signed, project: '一中教学楼' },
      ],
    ],
    [
      '一中教学楼合同签了顺便走访了宏达公司，很满意',
      [
        { ...signed, project: '一中教学楼' },
        { ...visit, party: '宏达公司', satisfaction: 5 },
      ],
    ],
    [
      '一中教学楼合同签了，昨天去了宏达公司，满意度4分',
      [
        { ...signed, project: '一中教学楼' },
        { ...visit, date: '2026-09-07', party: '宏达公司', satisfaction: 4 },
      ],
    ],
    [
      '王科长好，走访了宏达公司，很满意；二中操场到哪一步了？',
      [
        { ...visit, party: '宏达公司', satisfaction: 5 },
        { intent: 'query-status', project: '二中操场' },
      ],
    ],
    [
      '您好，一中教学楼合同签了，走访了宏达公司，很满意，另外二中操场到哪一步了',
      [
        { ...signed, project: '一中教学楼' },
        { ...visit, party: '宏达公司', satisfaction: 5 },
        { intent: 'query-status', project: '二中操场' },
      ],
    ],
    [
      '走访了宏达公司，比较满意，还走访了市教育局，一般',
      [
        { ...visit, party: '宏达公司', satisfaction: 4 },
        { ...visit, unit: '市教育局', satisfaction: 3 },
      ],
    ],
  ])('%s', (text, frames) => expect(framesOf(text)).toEqual(frames))
})

describe('what a visited party tells is its opinion or the background of the visit, no report', () => {
  test.each<[string, Record<string, unknown>]>([
    ['验收合格后，走访了宏达公司，很满意', { ...visit, party: '宏达公司', satisfaction: 5 }],
    [
      '走访了宏达公司，他们说合同签了，款没付',
      { ...visit, party: '宏达公司', opinion: '合同签了，款没付' },
    ],
    ['走访了宏达公司，工程款已经付清，比较满意', { ...visit, party: '宏达公司', satisfaction: 4 }],
    ['去走访签了合同的宏达公司，很满意', { ...visit, party: '宏达公司', satisfaction: 5 }],
    [
      '走访了宏达公司，对方反映验收拖了两个月，二中操场到哪一步了都不知道',
      { ...visit, party: '宏达公司', opinion: '验收拖了两个月，二中操场到哪一步了都不知道' },
    ],
  ])('%s', (text, frame) => expect(framesOf(text)).toMatchObject([frame]))
})

describe('an answer and something else in one message', () => {
  const date: Asked = { intent: 'report-stage', slot: 'date' }
  const amount: Asked = { intent: 'report-stage', slot: 'amount' }
  test.each<[string, Asked, Record<string, unknown>[]]>([
    [
      '昨天，另外走访了宏达公司，很满意',
      date,
      [
        { intent: 'report-stage', date: '2026-09-07' },
        { ...visit, party: '宏达公司', satisfaction: 5 },
      ],
    ],
    [
      '318万，二中操场到哪一步了',
      amount,
      [
        { intent: 'report-stage', amount: 3180000 },
        { intent: 'query-status', project: '二中操场' },
      ],
    ],
    [
      '昨天签的，还有什么待办',
      date,
      [{ intent: 'report-stage', date: '2026-09-07' }, { intent: 'list-todos' }],
    ],
  ])('%s', (text, context, frames) => expect(framesOf(text, context)).toMatchObject(frames))
})

describe('「二中操场的呢」 asks the same of another project', () => {
  test.each<[string, Record<string, unknown>[]]>([
    ['二中操场的呢？', [{ intent: 'query-status', project: '二中操场' }]],
    ['那二中操场呢', [{ intent: 'query-status', project: '二中操场' }]],
    ['二中操场合同呢', [{ intent: 'query-status', project: '二中操场' }]],
    ['那合同呢', [{ intent: 'none' }]],
    ['你们呢', [{ intent: 'none' }]],
    ['二中操场合同还没签呢', [{ ...signed, negated: true, project: '二中操场' }]],
  ])('%s', (text, frames) => expect(framesOf(text)).toEqual(frames))
})
