import { expect, test } from 'vitest'
import { type KfBody, readKfNotice, withSceneParam } from '../../src/wecom/index.ts'
import { HOUR, MINUTE, SECOND } from '../support/hand-clock.ts'
import { wecomRig } from '../support/wecom.ts'

const openKfId = 'wkfake'
const text = (content: string): KfBody => ({ msgtype: 'text', text: { content } })
const question: KfBody = {
  msgtype: 'msgmenu',
  msgmenu: {
    head_content: '款项收到了吗',
    list: [
      { type: 'click', click: { id: 'yes', content: '收到了' } },
      { type: 'view', view: { url: 'https://office.test/p/x', content: '打开看看' } },
    ],
  },
}

/** A rig that remembers the notices the app was sent. */
function rig() {
  const made = wecomRig()
  const { fake, client } = made
  let cursor: string | undefined
  const pull = async (token?: string) => {
    const page = await client.kf.sync({
      openKfId,
      ...(cursor !== undefined && { cursor }),
      ...(token !== undefined && { token }),
    })
    if (page.kind !== 'page') throw new Error(`no page: ${JSON.stringify(page)}`)
    cursor = page.nextCursor
    return page.items
  }
  const send = (customer: string, msgid: string, body = text('您好')) =>
    client.kf.send({ openKfId, customer, msgid, body })
  return { ...made, kf: fake.kf, pull, send }
}

test('a customer enters, is greeted once within 20 seconds, taps and writes', async () => {
  const { fake, kf, client, clock, pull, send } = rig()
  await kf.enter('wmA', { scene: 'contract', sceneParam: 'a%2Fb' })
  const [entered] = await pull()
  expect(entered).toMatchObject({ kind: 'entered', customer: 'wmA', scene: 'contract' })
  expect(entered).toMatchObject({ sceneParam: 'a/b' })
  const code = entered?.kind === 'entered' ? (entered.welcomeCode ?? '') : ''
  const welcome = { code, msgid: 'w1', body: question }
  expect(await client.kf.sendOnEvent(welcome)).toEqual({ kind: 'sent' })
  expect(await client.kf.sendOnEvent({ ...welcome, msgid: 'w2' })).toMatchObject({
    kind: 'failed',
    errcode: 95007,
  })
  // Greeted within 48 hours: entering again carries no code.
  await kf.enter('wmA')
  expect((await pull())[0]).not.toHaveProperty('welcomeCode')
  await kf.tap('wmA', '收到了')
  expect((await pull())[0]).toMatchObject({ kind: 'text', text: '收到了', menuId: 'yes' })
  expect(await send('wmA', 'm1')).toEqual({ kind: 'sent' })
  expect(fake.phone('wmA').map(({ kind }) => kind)).toEqual(['menu', 'text', 'text'])
  await kf.enter('wmB')
  clock.pass(21 * SECOND)
  const [late] = await pull()
  const lateCode = late?.kind === 'entered' ? (late.welcomeCode ?? '') : ''
  expect(
    await client.kf.sendOnEvent({ code: lateCode, msgid: 'w3', body: question }),
  ).toMatchObject({ errcode: 95007 })
})

test('after five messages or 48 hours the customer must write first', async () => {
  const { kf, clock, send } = rig()
  expect(await send('wmA', 'm0')).toMatchObject({ class: 'recipient', errcode: 40096 })
  await kf.say('wmA', '在吗')
  for (let n = 1; n <= 5; n++) expect(await send('wmA', `m${n}`)).toEqual({ kind: 'sent' })
  expect(await send('wmA', 'm6')).toMatchObject({ class: 'window', errcode: 95001 })
  await kf.say('wmA', '还在吗')
  expect(await send('wmA', 'm5')).toMatchObject({ class: 'payload' }) // the name was used before
  expect(await send('wmA', 'm7')).toEqual({ kind: 'sent' })
  clock.pass(48 * HOUR)
  expect(await send('wmA', 'm8')).toMatchObject({ class: 'window', errcode: 95018 })
})

test('a message that was taken may still be reported as not delivered', async () => {
  const { fake, kf, pull, send } = rig()
  await kf.say('wmA', '在吗')
  kf.failNextDelivery(10)
  expect(await send('wmA', 'm1')).toEqual({ kind: 'sent' })
  expect(fake.phone('wmA')).toHaveLength(1)
  expect((await pull()).at(-1)).toMatchObject({
    kind: 'send-failed',
    customer: 'wmA',
    failedMsgid: 'm1',
    failType: 10,
  })
})

test('a cursor that is not known, an old token and too many calls without one are refused', async () => {
  const { kf, client, clock, pull } = rig()
  await kf.say('wmA', '一')
  await pull()
  kf.forgetCursors()
  expect(await client.kf.sync({ openKfId, cursor: 'gone' })).toMatchObject({ class: 'payload' })
  expect(await client.kf.sync({ openKfId, token: 'never' })).toMatchObject({ errcode: 95007 })
  expect(await client.kf.sync({ openKfId: 'wkother' })).toMatchObject({ class: 'config' })
  for (let n = 0; n < 8; n++) await client.kf.sync({ openKfId })
  expect(await client.kf.sync({ openKfId })).toMatchObject({ class: 'throttle', errcode: 45009 })
  clock.pass(MINUTE)
  expect(await client.kf.sync({ openKfId })).toMatchObject({ kind: 'page' })
  clock.pass(73 * HOUR)
  expect(await client.kf.sync({ openKfId })).toMatchObject({ kind: 'page', items: [] })
})

test('the way to the account carries a parameter, and nothing else of it changes', async () => {
  const { client } = rig()
  const way = await client.kf.contactWay({ openKfId, scene: 'contract' })
  expect(way).toMatchObject({ kind: 'way' })
  const url = way.kind === 'way' ? way.url : ''
  expect(withSceneParam(url, 'a/b')).toBe(`${url}&scene_param=a%2Fb`)
})

test('what is too long for WeCom never leaves', async () => {
  const { kf, send } = rig()
  await kf.say('wmA', '在吗')
  expect(() => send('wmA', 'm1', text('长'.repeat(700)))).toThrow('wecom.message-over-limit')
  expect(() => send('wmA', 'no spaces here')).toThrow('wecom.message-over-limit')
})

test('a notice is read, and nothing else is taken for one', () => {
  const notice =
    '<xml><ToUserName><![CDATA[ww1]]></ToUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENCxxx]]></Token><OpenKfId><![CDATA[wkxxx]]></OpenKfId></xml>'
  expect(readKfNotice(notice)).toEqual({ openKfId: 'wkxxx', token: 'ENCxxx' })
  expect(readKfNotice(notice.replace('kf_msg_or_event', 'click'))).toBeUndefined()
  expect(readKfNotice('<xml><MsgType>text</MsgType></xml>')).toBeUndefined()
})
