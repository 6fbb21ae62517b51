import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatXml, tapXml } from '../support/envelope.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { buildSchool, REPORT } from '../support/school.ts'
import { lastCard, textsTo } from '../support/tapped.ts'
import { expectRecovered } from '../support/verdict.ts'

const START = '2026-09-10T09:30:00+08:00'
const NOW = Date.parse(START) / 1000
let office: TestOffice
let school: Awaited<ReturnType<typeof buildSchool>>

beforeAll(async () => {
  office = await openOffice(START)
  school = await buildSchool(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

const events = () =>
  office.database.client.ledgerEvent.count({ where: { lotId: school.project.lotId } })
const drafts = () => office.database.client.draft.count({ where: { dialogue: 'report-stage' } })

test('a question that comes three times is answered three times with the very same words', async () => {
  const xml = chatXml('ZhangMin', '待办', NOW, '101')
  const replies = []
  for (let n = 0; n < 3; n++) replies.push(await office.fake.raw('ZhangMin', xml))
  expect(replies[0]).toMatchObject({ kind: 'answered', reply: expect.stringContaining('教学楼') })
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
  expect(await office.database.client.inbound.count()).toBe(1)
})

test('a stored answer is given again though the world has changed since', async () => {
  const xml = chatXml('ZhangMin', '待办', NOW, '102')
  const first = await office.fake.raw('ZhangMin', xml)
  office.clock.advance(20 * 3_600_000)
  expect(await office.fake.raw('ZhangMin', xml)).toEqual(first)
  await office.restart()
  expect(await office.fake.raw('ZhangMin', xml)).toEqual(first)
})

test('a report and its confirmation, three times each and between each other, are one card and one event', async () => {
  const before = await events()
  const report = chatXml('ZhangMin', REPORT, NOW, '103')
  await Promise.all([1, 2, 3].map(() => office.fake.raw('ZhangMin', report)))
  await office.settled()
  expect(await drafts()).toBe(1)
  const cards = office.fake.phone('ZhangMin').filter((item) => item.kind === 'card')
  expect(cards).toHaveLength(1)

  const confirm = chatXml('ZhangMin', '提交', NOW + 1, '104')
  const outcomes = await Promise.all(
    [confirm, report, confirm, report, confirm].map((xml) => office.fake.raw('ZhangMin', xml)),
  )
  await office.settled()
  expect(await events()).toBe(before + 1)
  const said = outcomes.flatMap((outcome) => ('reply' in outcome && outcome.reply) || [])
  expect(said).toHaveLength(3)
  expect(new Set(said).size).toBe(1)
  expect(said[0]).toContain('已记入台账')
  // What the phone shows: each once, and at once.
  expectRecovered(
    office.fake,
    [
      { to: 'ZhangMin', says: '请核对' },
      { to: 'ZhangMin', says: '已记入台账' },
    ],
    office.clock.now(),
  )
  // The report's, and the one with the link for the supplier.
  expect(office.fake.phone('ZhangMin').filter((item) => item.kind === 'card')).toHaveLength(2)
})

test('a tap that is delivered again records nothing more and says nothing more', async () => {
  await office.fake.say('ZhangMin', '一中教学楼的合同今天备案了')
  await office.settled()
  const before = await events()
  const said = textsTo(office, 'ZhangMin').length
  const { taskId } = lastCard(office, 'ZhangMin')
  const tap = tapXml('ZhangMin', taskId, 'confirm', NOW + 5)
  for (let n = 0; n < 3; n++) {
    expect(await office.fake.raw('ZhangMin', tap)).toEqual({ kind: 'answered' })
    await office.settled()
  }
  expect(await events()).toBe(before + 1)
  expect(textsTo(office, 'ZhangMin')).toHaveLength(said + 1)
})

test('a second tap, after the first was taken, says that it is recorded already', async () => {
  const before = await events()
  const { taskId } = lastCard(office, 'ZhangMin')
  await office.fake.raw('ZhangMin', tapXml('ZhangMin', taskId, 'confirm', NOW + 6))
  await office.settled()
  expect(await events()).toBe(before)
  expect(textsTo(office, 'ZhangMin').at(-1)).toMatch(/没有重复记|已经过期/)
})
