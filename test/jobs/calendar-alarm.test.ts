import { expect, test } from 'vitest'
import { buildPerson } from '../support/factories.ts'
import { openOffice } from '../support/office.ts'
import { phoneWords } from '../support/phone-words.ts'

test('administrators hear of a missing year from 1 November on, once a week, and every node says it once', async () => {
  await using office = await openOffice('2026-10-30T10:05:00+08:00')
  const { client } = office.database
  await buildPerson(client, 'ADMIN', {}, { userid: 'ops', name: '周运维' })
  const jobs = office.app().jobs()
  await jobs?.tick()
  const told: string[] = []
  const from = Date.parse('2026-10-30T10:05:00+08:00')
  for (let day = 0; day < 20; day++) {
    office.clock.set(new Date(from + day * 86_400_000).toISOString())
    await jobs?.tick()
    await office.settled()
    const count = await client.push.count({
      where: { dedupeKey: { startsWith: 'alarm calendar' } },
    })
    if (count > told.length) told.push(office.clock.now().toISOString().slice(5, 10))
  }
  // 1 November 2026 is a Sunday.
  expect(told).toEqual(['11-02', '11-09', '11-16'])
  const [first] = office.fake.phone('ops').map((item) => phoneWords(item))
  expect(first).toMatchInlineSnapshot(`
    "周运维，您好。2027年的工作日历还没有录入，2027年的工作日期限算不出到期日，提醒里会写“当年日历未维护”。
    请把国务院办公厅的放假通知存成文本，运行 npm run cli -- calendar import 通知.txt。通知还没有公布的，公布以后再办。"
  `)
})

test('a year that is missing altogether is told in the usual hours, though no working day is known', async () => {
  await using office = await openOffice('2030-01-05T10:05:00+08:00') // a Saturday
  const { client } = office.database
  await buildPerson(client, 'ADMIN', {}, { userid: 'ops', name: '周运维' })
  const jobs = office.app().jobs()
  const count = () =>
    client.push.count({ where: { dedupeKey: { startsWith: 'alarm calendar 2030' } } })
  await jobs?.tick()
  expect(await count()).toBe(0)
  office.clock.set('2030-01-07T10:05:00+08:00')
  await jobs?.tick()
  office.clock.set('2030-01-07T10:06:00+08:00')
  await jobs?.tick()
  expect(await count()).toBe(1)
})
