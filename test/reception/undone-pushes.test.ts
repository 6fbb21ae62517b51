import { expect, test } from 'vitest'
import { openOffice } from '../support/office.ts'
import { buildSchool, REPORT } from '../support/school.ts'

test('a survey link that has not left when its report is undone never leaves; one that left stays', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  await buildSchool(office.database)
  const say = async (text: string): Promise<void> => {
    await office.fake.say('ZhangMin', text)
    await office.settled()
    office.clock.advance(10_000)
  }
  const links = async () => {
    const pushes = await office.database.client.push.findMany({
      where: { template: 'survey-link' },
      orderBy: { id: 'asc' },
    })
    return pushes.map(({ status }) => status)
  }
  // The contract's page is handed over with the first report.
  await say(REPORT)
  await say('提交')
  expect(await links()).toEqual(['SENT'])
  await say('教学楼昨天验收了')
  await say('老项目补录')
  // WeCom is busy: nothing arrives, and it says so.
  office.fake.failNext(10_000, -1, 'message/send')
  await office.fake.say('ZhangMin', '提交')
  expect(await links()).toEqual(['SENT', 'QUEUED'])
  await office.fake.say('ZhangMin', '撤销')
  await office.fake.say('ZhangMin', '写错了')
  expect(await links()).toEqual(['SENT', 'WITHDRAWN'])
})
