import { expect, test } from 'vitest'
import { openOffice } from '../support/office.ts'
import { buildContract } from './rig.ts'

/** A draft as no version of the program ever wrote it. */
const BROKEN = { id: 'broken', dialogue: 'ask-help', step: { at: 'slot', slot: 'no-such' } }

test('a customer whose message cannot be acted on is told so, once, and the next one goes through', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  const { token } = await buildContract(office)
  const { fake } = office
  const { client } = office.database
  await fake.kf.enter('wmA', { sceneParam: token })
  await fake.kf.say('wmA', '菜单')
  await office.settled()
  const { id, memory } = await client.kfCustomer.findFirstOrThrow()
  await client.kfCustomer.update({ where: { id }, data: { memory: { drafts: [BROKEN] } } })
  const before = fake.phone('wmA').length

  await fake.kf.say('wmA', '6月验收的，还没付款')
  await office.settled()
  await office.app().counter?.look()
  const answers = fake
    .phone('wmA')
    .slice(before)
    .filter((item) => item.from === 'app')
  expect(answers).toMatchObject([{ text: expect.stringContaining('没有记下') }])
  expect(await client.kfMessage.count({ where: { status: 'NEW' } })).toBe(0)

  await client.kfCustomer.update({ where: { id }, data: { memory: memory ?? {} } })
  await fake.kf.say('wmA', '求助进展')
  await office.settled()
  expect(fake.phone('wmA').at(-1)).toMatchObject({ text: expect.stringContaining('您还没有求助') })
})
