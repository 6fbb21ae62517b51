import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/base/index.ts'
import { loadConfidentialWords } from '../../src/bindings/confidential-words.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { phoneWords } from '../support/phone-words.ts'
import { everyRow } from '../support/rows.ts'
import { buildSchool } from '../support/school.ts'

const MARKER = '蓝色信封'
let office: TestOffice
const logged: string[] = []

beforeAll(async () => {
  const log = createLog('trace', { write: (line: string) => void logged.push(line) })
  office = await openOffice('2026-09-10T09:30:00+08:00', { log })
  await buildSchool(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

/** What came back on the phone. */
async function told(userid: string, text: string): Promise<string> {
  const before = office.fake.phone(userid).at(-1)?.id ?? 0
  await office.fake.say(userid, text)
  await office.settled()
  const after = office.fake.phone(userid).filter(({ id }) => id > before)
  return after.flatMap((item) => phoneWords(item) ?? []).join('\n')
}

describe('a complaint typed into the chat', () => {
  test.each([
    ['a liaison', 'ZhangMin', `我要举报王五吃拿卡要，${MARKER}为证`],
    ['a stranger', 'nobody-knows', `举报：一中围标，${MARKER}`],
    [
      'somebody in the middle of a report',
      'ZhangMin',
      `一中教学楼的合同昨天签了，另外他们收${MARKER}是行贿`,
    ],
    ['somebody who writes traditional characters', 'ZhangMin', `我要舉報${MARKER}`],
  ])('by %s is answered with the page, and leaves no trace', async (_, userid, text) => {
    logged.length = 0
    const inboundBefore = await office.database.client.inbound.count()
    const answer = await told(userid, text)
    expect(answer).toContain('https://office.test/report')
    expect(answer).toContain('没有保存')
    if (text.length > 14) expect(answer).toContain('请另发一条')
    for (const row of await everyRow(office.database)) expect(row).not.toContain(MARKER)
    expect(logged.join('\n')).not.toContain(MARKER)
    // Not even that somebody asked: the hour would tell who wrote what came in on that day.
    expect(await office.database.client.inbound.count()).toBe(inboundBefore)
    expect(await office.database.client.draft.count()).toBe(0)
    expect(await office.database.client.push.count()).toBe(0)
    expect(await office.database.client.referral.count()).toBe(0)
    expect(await office.database.client.misunderstood.count()).toBe(0)
  })

  test('is answered while the office has no key too, and kept no more', async () => {
    await office.restart({ caseKeys: [] })
    const answer = await told('ZhangMin', `我要投诉，${MARKER}`)
    expect(answer).toContain('还没有开通')
    expect(answer).toContain('12388')
    expect(answer).not.toContain('/report')
    for (const row of await everyRow(office.database)) expect(row).not.toContain(MARKER)
    await office.restart()
  })
})

describe('the words', () => {
  const { kindOf } = loadConfidentialWords()

  test.each([
    '投诉',
    '举报',
    '我要投诉',
    '我想举报一个人',
    '怎么投诉',
    '在哪里举报？',
    '有人收好处费',
    '评审专家收了回扣',
    '他们几家串标',
    '招标文件量身定做',
    '投诉举报电话多少',
    '匿名举报',
    '验收时吃拿卡要',
    '收到投诉，其实是他们围标',
  ])('%s is a complaint', (text) => expect(kindOf(text)).toBe('grievance'))

  test.each([
    '一中教学楼的合同昨天签了，318万',
    '收到投诉',
    '收到质疑函',
    '投诉处理决定昨天下来了',
    '走访了宏达公司，没有投诉，比较满意',
    '提交',
    '待办',
    '查 一中教学楼',
    '去了趟宏达，他们说付款慢',
    '投诉已经答复了',
  ])('%s is none', (text) => expect(kindOf(text)).toBeUndefined())

  test.each(['看举报', ' 看投诉。', '举报待办'])('%s asks for the desk', (text) =>
    expect(kindOf(text)).toBe('desk'),
  )
})
