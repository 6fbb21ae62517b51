import { expect, test } from 'vitest'
import { readContactChange } from '../../src/wecom/index.ts'
import { wecomRig } from '../support/wecom.ts'

const DAY_MS = 86_400_000

/** A member's contact who scanned her QR. */
async function befriended() {
  const rig = wecomRig()
  const way = await rig.client.contacts.addWay({ userid: 'ZhangMin', state: 'a-state' })
  if (way.kind !== 'way') throw new Error('no way')
  await rig.fake.contacts.scan('wmX', way.qrUrl)
  const ask = (customers: readonly string[] = ['wmX']) =>
    rig.client.contacts.askToSend({ sender: 'ZhangMin', customers, text: '您好' })
  return { ...rig, way, ask }
}

test('a way is found again by its name, and what is gone is refused', async () => {
  const { client, way } = await befriended()
  expect(await client.contacts.way(way.configId)).toEqual(way)
  expect(await client.contacts.way('none')).toMatchObject({ kind: 'failed', errcode: 41044 })
})

test('a message waits for its member, reaches her contacts only, and nobody twice a day', async () => {
  const { clock, fake, ask } = await befriended()
  expect(await ask(['wmX', 'wmStranger'])).toMatchObject({
    kind: 'asked',
    unreachable: ['wmStranger'],
  })
  expect(fake.phone('wmX')).toEqual([])
  fake.contacts.confirm('zhangmin')
  fake.contacts.confirm('zhangmin')
  expect(fake.phone('wmX')).toMatchObject([{ text: '您好' }])
  expect(await ask()).toMatchObject({ kind: 'failed', class: 'recipient', errcode: 41048 })
  clock.pass(DAY_MS)
  expect(await ask()).toMatchObject({ kind: 'asked' })
  await fake.contacts.part('wmX', 'ZhangMin', 'member')
  clock.pass(DAY_MS)
  expect(await ask()).toMatchObject({ errcode: 41048 })
})

test('of the changes of contacts those are read that begin or end one', () => {
  const xml = (change: string, more = '') =>
    `<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1403610513</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[${change}]]></ChangeType><UserID><![CDATA[ZhangSan]]></UserID><ExternalUserID><![CDATA[wmA]]></ExternalUserID>${more}</xml>`
  const common = { userKey: 'zhangsan', customer: 'wmA', at: new Date(1_403_610_513_000) }
  expect(
    readContactChange(xml('add_external_contact', '<State><![CDATA[s1]]></State>')),
  ).toStrictEqual({ kind: 'added', ...common, state: 's1' })
  expect(readContactChange(xml('del_follow_user'))).toStrictEqual({
    kind: 'ended',
    ...common,
    state: '',
  })
  expect(readContactChange(xml('edit_external_contact'))).toBeUndefined()
  expect(readContactChange('<xml><MsgType>event</MsgType></xml>')).toBeUndefined()
})
