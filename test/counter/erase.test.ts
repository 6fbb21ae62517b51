import { expect, test } from 'vitest'
import { openOffice, type TestOffice } from '../support/office.ts'
import { operateHere } from '../support/operate-here.ts'
import { buildContract } from './rig.ts'

const START = '2026-09-10T09:30:00+08:00'

/** A contract whose supplier wrote from 微信, is the liaison’s contact, and has somebody to call. */
async function buildKnown(office: TestOffice) {
  const built = await buildContract(office)
  const { fake, origin, database } = office
  const { client } = database
  const printed = await (await fetch(`${origin}/p/${built.token}/qr`)).text()
  await fake.contacts.scan('wmX', /https:\/\/wework[^"]+/.exec(printed)?.[0] ?? '')
  await fake.kf.enter('wmA', { sceneParam: built.token })
  await fake.kf.say('wmA', '菜单')
  await fake.say('ZhangMin', '菜单')
  await office.settled()
  await client.partyContact.create({
    data: { partyId: built.supplier.id, name: '王经理', mobile: '13800000001' },
  })
  await client.personContact.create({
    data: { personId: built.liaison.id, mobile: '13800000002' },
  })
  return built
}

/** What is left of people beside the ledger, and the ledger. */
async function left({ database: { client } }: TestOffice) {
  return {
    mobiles: await client.personContact.count(),
    partyContacts: await client.partyContact.count(),
    customers: await client.kfCustomer.count(),
    contacts: await client.externalContact.count(),
    events: await client.ledgerEvent.count(),
    links: await client.standingLink.count(),
  }
}

const acts = async ({ database: { client } }: TestOffice) =>
  (await client.audit.findMany({ where: { act: 'erase-personal-data' } })).map(
    ({ actor, thing, detail }) => ({ actor, thing, detail }),
  )

test('what is kept of people is erased after the policy’s days, on record; the ledger and the links stay', async () => {
  await using office = await openOffice(START)
  const { liaison, supplier } = await buildKnown(office)
  const all = await left(office)
  const { client } = office.database
  const days = async (count: number): Promise<void> => {
    office.clock.advance(count * 86_400_000)
    await office.app().jobs()?.tick()
  }
  await days(360)
  expect(await left(office)).toEqual(all)
  await days(6)
  expect(await left(office)).toEqual({ ...all, customers: 0, contacts: 0 })
  // Her role ended; the contract has not moved.
  await client.appointment.updateMany({
    where: { personId: liaison.id },
    data: { toDay: '2026-10-01' },
  })
  await days(700)
  expect(await left(office)).toMatchObject({ mobiles: 1, partyContacts: 1 })
  await days(60)
  expect(await left(office)).toMatchObject({ mobiles: 0, partyContacts: 0, events: all.events })
  const [first, ...others] = await acts(office)
  expect(first).toMatchObject({ actor: 'system', detail: { customers: 1, contacts: 1 } })
  expect(others).toHaveLength(1)
  expect(JSON.stringify([first, others])).not.toMatch(/wmA|wmX|1380000/)
  expect(await client.party.count({ where: { id: supplier.id } })).toBe(1)
})

test('an operator looks first, then erases on request; what comes again is not acted on, and who reported what stays', async () => {
  await using office = await openOffice(START)
  const { supplier } = await buildKnown(office)
  const all = await left(office)
  const run = operateHere(office.database, () => office.clock.now())
  const party = ['erase', '--party', supplier.name]
  const looked = await run(party)
  expect(looked.out).toContain('往来单位联系人　1 条')
  expect(looked.out).toContain('什么也没有删')
  expect(await left(office)).toEqual(all)
  expect(JSON.parse((await run([...party, '--yes', '--json'])).out)).toMatchObject({
    dryRun: false,
    partyContact: 1,
    customers: 1,
    contacts: 1,
  })
  expect(await left(office)).toEqual({ ...all, partyContacts: 0, customers: 0, contacts: 0 })
  expect((await run(party)).out).toBe('没有留着的个人信息。')
  // WeCom gives the last three days once more: nobody is greeted again, and she is a stranger from here on.
  const before = office.fake.phone('wmA').length
  office.fake.kf.forgetCursors()
  await office.fake.kf.notifyAgain()
  await office.settled()
  expect(office.fake.phone('wmA')).toHaveLength(before)
  await office.fake.kf.say('wmA', '我的合同')
  await office.settled()
  expect(office.fake.phone('wmA').at(-1)).toMatchObject({
    text: expect.stringContaining('还不知道您是哪家单位'),
  })
  const person = await run(['erase', '--person', 'zhangmin', '--yes'])
  expect(person.out).toMatch(/手机　1 条\n.*发出的消息内容　\d+ 条/)
  expect(await office.database.client.person.count({ where: { userid: 'zhangmin' } })).toBe(1)
  expect(await acts(office)).toMatchObject([
    { actor: 'cli', thing: `party:${supplier.id}` },
    { actor: 'cli', thing: 'person:zhangmin' },
  ])
  expect((await run(['erase', '--person', 'nobody'])).code).toBe(1)
  expect((await run(['erase', '--yes'])).code).toBe(2)
})
