import { expect, test } from 'vitest'
import { withoutPersonalData } from '../../src/language/index.ts'
import { learnedNames, withdrawLearnedName } from '../../src/ledger/index.ts'
import { listMisunderstood } from '../../src/reception/index.ts'
import { buildProject } from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { buildSchool } from '../support/school.ts'

/** The answer, with the link that may follow it. */
const last = async (office: TestOffice): Promise<string> => {
  await office.settled()
  return JSON.stringify(office.fake.phone('ZhangMin').slice(-2))
}

test('a name chosen once and confirmed is known from then on, on the next message, until it is withdrawn', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  const { unit } = await buildSchool(office.database)
  await buildProject(office.database.client, {
    name: '焦作市第一中学食堂设备采购项目',
    unitId: unit.id,
  })
  const say = async (text: string): Promise<string> => {
    await office.fake.say('ZhangMin', text)
    return last(office)
  }
  const known = () => office.database.transaction(learnedNames)
  expect(await say('教学老楼的合同昨天签了，318万')).toContain('都不是')
  await say('1')
  expect(await known()).toEqual([])
  expect(await say('提交')).toContain('已记入台账')
  expect(await known()).toMatchObject([{ id: 1, words: '教学老楼', by: 'ZhangMin', voided: false }])
  // The official name is echoed, and nothing is asked.
  const again = await say('教学老楼的合同今天公告了')
  expect(again).toContain('核对')
  expect(again).toContain('焦作市第一中学教学楼改造工程')
  await say('不报了')
  const { database, clock } = office
  expect(await database.transaction((tx) => withdrawLearnedName(tx, 1, 'cli', clock.now()))).toBe(
    true,
  )
  expect(await database.transaction((tx) => withdrawLearnedName(tx, 1, 'cli', clock.now()))).toBe(
    false,
  )
  expect(await known()).toMatchObject([{ voided: true }])
  expect(await say('教学老楼的合同今天公告了')).toContain('都不是')
  await say('取消')
  // Words that fit two projects equally stay a question, however often one of them was meant.
  await say('一中的合同今天公告了')
  await say('焦作市第一中学教学楼改造工程')
  await say('提交')
  expect(await known()).toHaveLength(1)
})

test('what was not understood is kept for the administrator, without personal data', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  await buildSchool(office.database)
  const say = (text: string) => office.fake.say('ZhangMin', text)
  await say('张敏说天气不错，找李建国老师，电话138 3911 2233，大约300万')
  await say('收到')
  await say('一中教学楼的合同签了，318万')
  await say('不晓得哪一日')
  await office.settled()
  const list = await office.database.transaction((tx) => listMisunderstood(tx, { limit: 10 }))
  expect(list.map(({ words, asked }) => [words, asked])).toEqual([
    ['＊＊说天气不错，找＊＊＊老师，电话＊＊＊＊＊＊＊＊＊＊＊＊＊，大约＊＊＊＊', null],
    ['不晓得哪一日', 'report-stage:date'],
  ])
})

test.each([
  ['我是王小二，手机13839112233', '我是＊＊＊，手机＊＊＊＊＊＊＊＊＊＊＊'],
  ['付给刘经理二十万元', '付给＊经理＊＊＊＊'],
  ['账号６２２２ ０２１２ ３４', '账号＊＊＊＊＊＊＊＊＊＊＊＊'],
  ['邮箱a.b@c.com', '邮箱＊＊＊＊＊＊＊＊＊'],
  ['今天食堂吃什么', '今天食堂吃什么'],
])('%s is kept as %s', (said, kept) => {
  expect(withoutPersonalData(said)).toBe(kept)
})
