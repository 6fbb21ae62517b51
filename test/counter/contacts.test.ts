import { expect, test } from 'vitest'
import { handLink } from '../support/counter-play.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { operateHere } from '../support/operate-here.ts'
import { buildSchool, REPORT } from '../support/school.ts'

const START = '2026-09-10T09:30:00+08:00'
const WAY = /https:\/\/wework\.qpic\.cn\/[^"]+/

/** A school whose supplier holds a standing link to its contract. */
async function buildHeld(office: TestOffice) {
  const school = await buildSchool(office.database)
  const page = { lotId: school.project.lotId, partyId: school.supplier.id }
  return { ...school, page, token: await handLink(office, page) }
}

/** What the page to print says. */
const printed = async ({ origin }: TestOffice, token: string): Promise<string> =>
  (await fetch(`${origin}/p/${token}/qr`)).text()

async function reportSigned(office: TestOffice): Promise<void> {
  await office.fake.say('ZhangMin', REPORT)
  await office.settled()
  await office.fake.say('ZhangMin', '提交')
  await office.settled()
}

async function ticked(office: TestOffice): Promise<void> {
  office.clock.advance(60_000)
  await office.app().jobs()?.tick()
  await office.settled()
}

const textsOf = ({ fake }: TestOffice, phone: string): string[] =>
  fake.phone(phone).flatMap((item) => ('text' in item && item.from === 'app' ? [item.text] : []))

test('a party who became the liaison’s contact by the printed page is asked once a stage, when the liaison confirms', async () => {
  await using office = await openOffice(START)
  const { token, page } = await buildHeld(office)
  const { fake, database } = office
  const { client } = database
  const [qrUrl = ''] = WAY.exec(await printed(office, token)) ?? []
  // Printed again it is the same way: WeCom keeps each for ever.
  expect(await printed(office, token)).toContain(qrUrl)
  await fake.contacts.scan('wmX', qrUrl)
  await fake.contacts.changedAgain()
  const [contact] = await client.externalContact.findMany()
  expect(contact).toMatchObject({ externalUserid: 'wmX', userid: 'zhangmin', endedAt: null })

  await reportSigned(office)
  await ticked(office)
  await ticked(office)
  expect(fake.phone('wmX')).toEqual([])
  expect(textsOf(office, 'ZhangMin').filter((text) => text.includes('群发助手'))).toEqual([
    '给河南宏达建设有限公司的问卷（焦作市第一中学教学楼改造工程）已经备好，请在企业微信的“群发助手”里确认发送；不确认就不会发出。',
  ])
  fake.contacts.confirm('ZhangMin')
  const [text = '', ...more] = textsOf(office, 'wmX')
  expect(more).toEqual([])
  expect(text).toContain('焦作市第一中学教学楼改造工程又办完了一步')
  const path = /https:\/\/office\.test(\/p\/[\w-]{43})/.exec(text)?.[1] ?? ''
  expect(await (await fetch(office.origin + path)).text()).toContain('318万元')
  expect(await client.contactRequest.findMany()).toMatchObject([{ status: 'ASKED' }])
  // The contract was given out and opened once, through however many hands.
  const counted = await client.standingLink.findMany({ where: page })
  expect(counted.filter(({ openedOn }) => openedOn !== null)).toHaveLength(1)

  // Nothing is owed once the two have parted; a late repeat of their meeting changes nothing.
  await fake.contacts.part('wmX', 'ZhangMin', 'customer')
  await fake.contacts.changedAgain()
  expect(await client.externalContact.count({ where: { endedAt: null } })).toBe(0)
  expect(fake.contacts.tasks('ZhangMin')).toEqual([])
})

test('whoever can be told in 微信客服, or was, is not asked a second way; a withdrawn link ends the contact', async () => {
  await using office = await openOffice(START)
  const { token, page } = await buildHeld(office)
  const { fake, database } = office
  const [qrUrl = ''] = WAY.exec(await printed(office, token)) ?? []
  await fake.contacts.scan('wmX', qrUrl)
  await fake.kf.enter('wmA', { sceneParam: token })
  await fake.kf.say('wmA', '菜单')
  await office.settled()
  await reportSigned(office)
  await ticked(office)
  await ticked(office)
  office.clock.advance(50 * 3_600_000)
  await ticked(office)
  expect(await database.client.contactRequest.count()).toBe(0)
  expect(textsOf(office, 'wmA').join()).toContain('合同已签')
  // The window is closed now: the next stage goes by the liaison, unless the link that made her known is gone.
  await database.client.invitation.updateMany({ data: { createdAt: office.clock.now() } })
  await database.client.standingLink.updateMany({
    where: page,
    data: { revokedAt: office.clock.now() },
  })
  await ticked(office)
  expect(fake.contacts.tasks('ZhangMin')).toEqual([])
  await database.client.standingLink.updateMany({ where: page, data: { revokedAt: null } })
  await ticked(office)
  expect(fake.contacts.tasks('ZhangMin')).toHaveLength(1)
})

test('an app that may not use contacts falls back in silence, and is tried on another day; a refused request is not repeated', async () => {
  await using office = await openOffice(START)
  const { token } = await buildHeld(office)
  const { fake, database } = office
  const { client } = database
  fake.failNext(1, 48002, 'externalcontact/add_contact_way')
  expect(await printed(office, token)).not.toMatch(WAY)
  const calls = () => fake.calls.filter(({ path }) => path.startsWith('externalcontact/')).length
  const before = calls()
  expect(await printed(office, token)).not.toMatch(WAY)
  expect(calls()).toBe(before)
  expect(await client.setting.findUnique({ where: { key: 'contacts.refused' } })).toMatchObject({
    value: { errcode: 48002 },
  })
  const doctor = async () => (await operateHere(database, () => office.clock.now())(['doctor'])).out
  expect(await doctor()).toMatch(/正常　微信联系人：.*错误码 48002，2026-09-10/)
  office.clock.advance(25 * 3_600_000)
  const [qrUrl = ''] = WAY.exec(await printed(office, token)) ?? []
  await fake.contacts.scan('wmX', qrUrl)
  expect(await client.setting.count({ where: { key: 'contacts.refused' } })).toBe(0)
  expect(await doctor()).not.toContain('微信联系人')

  await reportSigned(office)
  fake.failNext(1, 60020, 'externalcontact/add_msg_template')
  await ticked(office)
  expect(await client.contactRequest.count()).toBe(0)
  expect(textsOf(office, 'ZhangMin').join()).not.toContain('群发助手')
  office.clock.advance(24 * 3_600_000)
  // Nobody whom it would reach: the survey waits at the link, and that is that.
  fake.failNext(1, 41048, 'externalcontact/add_msg_template')
  await ticked(office)
  await ticked(office)
  expect(await client.contactRequest.findMany()).toMatchObject([
    { status: 'REFUSED', failure: 'recipient 41048' },
  ])
  expect(await client.standingLink.count({ where: { handedTo: 'contact', revokedAt: null } })).toBe(
    0,
  )
  expect(textsOf(office, 'ZhangMin').join()).not.toContain('群发助手')
})
