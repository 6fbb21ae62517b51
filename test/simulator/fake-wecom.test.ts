import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { systemEntropy } from '../../src/base/index.ts'
import {
  callbackKeys,
  type Fetch,
  openCallback,
  openVerification,
  passiveText,
  readInbound,
  sealReply,
} from '../../src/wecom/index.ts'
import { type HandClock, HOUR, handClock, MINUTE, SECOND } from '../support/hand-clock.ts'
import { TEST_APP, wecomRig } from '../support/wecom.ts'

const answerSchema = z.looseObject({ errcode: z.number() })

/** The API spoken without our own client, so that its builders hide nothing. */
async function api(fake: ReturnType<typeof wecomRig>['fake']) {
  const call = async (path: string, init?: RequestInit) => {
    const response = await fake.fetch(`http://wecom.test/cgi-bin/${path}`, init)
    return answerSchema.parse(await response.json())
  }
  const query = new URLSearchParams({ corpid: TEST_APP.corpId, corpsecret: TEST_APP.secret })
  const { access_token: token } = await call(`gettoken?${query}`)
  const post = (path: string, body: unknown) =>
    call(`${path}?access_token=${token}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    call,
    token,
    send: (body: object) =>
      post('message/send', { touser: 'li', agentid: 1_000_002, msgtype: 'text', ...body }),
    update: (body: object) =>
      post('message/update_template_card', { userids: ['li'], agentid: 1_000_002, ...body }),
    post,
  }
}

const text = { text: { content: '您好' } }
const buttons = (taskId: string, more: object = {}) => ({
  msgtype: 'template_card',
  template_card: {
    card_type: 'button_interaction',
    main_title: { title: '请核对' },
    button_list: [{ text: '提交', key: 'submit' }],
    task_id: taskId,
    ...more,
  },
})

test('a wrong corp, a wrong and a missing secret get no token', async () => {
  const { call } = await api(wecomRig().fake)
  expect(await call('gettoken?corpid=ww2&corpsecret=x')).toMatchObject({ errcode: 40013 })
  expect(await call('gettoken?corpid=ww1&corpsecret=x')).toMatchObject({ errcode: 40001 })
  expect(await call('gettoken?corpid=ww1')).toMatchObject({ errcode: 41004 })
})

test('a missing, an invented, a revoked and an expired token are refused', async () => {
  const { clock, fake } = wecomRig()
  const first = await api(fake)
  const tried = (token: unknown) => first.call(`message/send?access_token=${token}`)
  expect(await first.call('message/send')).toMatchObject({ errcode: 41001 })
  expect(await tried('invented')).toMatchObject({ errcode: 40014 })
  clock.pass(2 * HOUR)
  expect(await first.send(text)).toMatchObject({ errcode: 42001 })
  const second = await api(fake)
  expect(await tried(first.token)).toMatchObject({ errcode: 42001 })
  fake.revokeTokens()
  expect(await tried(second.token)).toMatchObject({ errcode: 40014 })
})

test.each([
  ['no JSON', '{"touser"', 40058],
  ['nobody', { touser: '', ...text }, 82001],
  [
    '1,001 receivers',
    { touser: Array.from({ length: 1001 }, () => 'x').join('|'), ...text },
    40032,
  ],
  ['another app', { agentid: 7, ...text }, 301002],
  ['an agent id in quotes', { agentid: '1000002', ...text }, 40058],
  ['an unknown type', { msgtype: 'hologram' }, 40008],
  ['an empty text', { text: { content: '' } }, 44004],
  ['a text over 2,048 bytes', { text: { content: `${'超'.repeat(682)}abc` } }, 45002],
  [
    'markdown over 2,048 bytes',
    { msgtype: 'markdown', markdown: { content: 'x'.repeat(2049) } },
    45002,
  ],
  ['a card without task id', buttons('', { task_id: undefined }), 42014],
  ['a task id with a blank', buttons('a b'), 42014],
  ['a title of 37 characters', buttons('t', { main_title: { title: '长'.repeat(37) } }), 40058],
  [
    'a button of 11 characters',
    buttons('t', { button_list: [{ text: '按'.repeat(11), key: 'k' }] }),
    40058,
  ],
  [
    'a key over 1,024 bytes',
    buttons('t', { button_list: [{ text: '按', key: 'k'.repeat(1025) }] }),
    40058,
  ],
  [
    'seven buttons',
    buttons('t', {
      button_list: Array.from({ length: 7 }, (_, n) => ({ text: 'x', key: `${n}` })),
    }),
    40058,
  ],
  ['a misspelt field', buttons('t', { sub_title: '金额' }), 40058],
  [
    'a row name of 6 characters',
    buttons('t', { horizontal_content_list: [{ keyname: '六个字的名称', value: 'v' }] }),
    40058,
  ],
])('%s is refused with %s', async (_, body, errcode) => {
  const { fake } = wecomRig()
  const { send, post } = await api(fake)
  const answer = typeof body === 'string' ? await post('message/send', body) : await send(body)
  expect(answer.errcode).toBe(errcode)
  expect(fake.phone('li')).toEqual([])
})

test('unknown members are named, and only unknown members are refused', async () => {
  const { fake } = wecomRig({ standing: (id) => (/^x/i.test(id) ? 'unknown' : 'member') })
  const { send } = await api(fake)
  expect(await send({ touser: 'Li|X1|x2', ...text })).toMatchObject({
    errcode: 0,
    invaliduser: 'x1|x2',
  })
  expect(await send({ touser: 'x1', ...text })).toMatchObject({ errcode: 81013 })
  expect(fake.phone('LI')).toHaveLength(1)
})

test('a task id is taken once', async () => {
  const { fake } = wecomRig()
  const { send } = await api(fake)
  expect(await send(buttons('t1'))).toMatchObject({ errcode: 0 })
  expect(await send(buttons('t1'))).toMatchObject({ errcode: 42014 })
  expect(fake.phone('li')).toHaveLength(1)
})

test('the thirty-first message of a minute is dropped without a word', async () => {
  const { clock, fake } = wecomRig()
  const { send } = await api(fake)
  for (let n = 0; n < 31; n++) expect(await send(text)).toMatchObject({ errcode: 0 })
  expect(fake.phone('li')).toHaveLength(30)
  expect(fake.dropped('li')).toBe(1)
  await send({ touser: 'wang', ...text })
  expect(fake.phone('wang')).toHaveLength(1)
  clock.pass(MINUTE)
  await send(text)
  expect(fake.phone('li')).toHaveLength(31)
})

test('an identical request within the interval is taken and not delivered', async () => {
  const { clock, fake } = wecomRig()
  const { send } = await api(fake)
  const once = { ...text, enable_duplicate_check: 1, duplicate_check_interval: 600 }
  const { msgid } = await send(once)
  expect(await send(once)).toMatchObject({ errcode: 0, msgid })
  await send({ ...once, text: { content: '另一条' } })
  expect(fake.phone('li')).toHaveLength(2)
  clock.pass(600 * SECOND)
  await send(once)
  expect(fake.phone('li')).toHaveLength(3)
  await send(text)
  await send(text)
  expect(fake.phone('li')).toHaveLength(5)
})

test('a response code is good once, for 72 hours, for receivers of that card', async () => {
  const { clock, fake } = wecomRig()
  const { send, update } = await api(fake)
  const grey = { button: { replace_name: '已提交' } }
  const { response_code } = await send(buttons('t1'))
  expect(await update({ response_code: 'invented', ...grey })).toMatchObject({ errcode: 40058 })
  expect(await update({ response_code, userids: ['Li', 'Wang'], ...grey })).toMatchObject({
    errcode: 0,
    invaliduser: ['wang'],
  })
  expect(await update({ response_code, ...grey })).toMatchObject({ errcode: 40058 })
  const later = await send(buttons('t2'))
  clock.pass(72 * HOUR)
  expect(
    (await (await api(fake)).update({ response_code: later.response_code, ...grey })).errcode,
  ).toBe(40058)
  expect(fake.phone('li')).toMatchObject([{ grey: '已提交' }, { updates: 0 }])
})

test('an update with a broken card is refused and leaves the code unused', async () => {
  const { fake } = wecomRig()
  const { send, update } = await api(fake)
  const { response_code } = await send(buttons('t1'))
  const { template_card } = buttons('t1', { button_list: [] })
  expect(await update({ response_code, template_card })).toMatchObject({ errcode: 40058 })
  expect(await update({ response_code })).toMatchObject({ errcode: 40063 })
  expect(await update({ response_code, button: { replace_name: '好' } })).toMatchObject({
    errcode: 0,
  })
})

test('an upload is kept for three days and refused when too large or of no type', async () => {
  const { clock, fake } = wecomRig()
  const { call, token } = await api(fake)
  const upload = (type: string, bytes: number, field = 'media') => {
    const body = new FormData()
    body.set(field, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png')
    return call(`media/upload?access_token=${token}&type=${type}`, { method: 'POST', body })
  }
  expect(await upload('hologram', 10)).toMatchObject({ errcode: 40004 })
  expect(await upload('image', 5)).toMatchObject({ errcode: 40006 })
  expect(await upload('voice', 2 * 1024 * 1024 + 1)).toMatchObject({ errcode: 40006 })
  expect(await upload('image', 10, 'file')).toMatchObject({ errcode: 44001 })
  const { media_id } = await upload('image', 10)
  expect(await fake.picture(String(media_id))).toEqual(Buffer.alloc(10))
  clock.pass(72 * HOUR)
  expect(await fake.picture(String(media_id))).toBeUndefined()
})

const keys = callbackKeys({
  token: TEST_APP.token,
  encodingAesKey: TEST_APP.aesKey,
  receiveId: TEST_APP.corpId,
})

/** An app at the other end of the callback: answers each plaintext with what `turn` says. */
function appThat(
  clock: HandClock,
  turn: (
    xml: string,
    seen: number,
  ) => { delay?: number; status?: number; say?: string; raw?: string },
) {
  const seen: string[] = []
  const sealed = new Set<string>()
  const fetch: Fetch = async (url, init) => {
    const query = Object.fromEntries(new URL(url).searchParams)
    if (init?.method !== 'POST') {
      const opened = openVerification(keys, query)
      return new Response(opened.kind === 'ok' ? opened.text : opened.kind)
    }
    const opened = openCallback(keys, query, String(init.body))
    if (opened.kind !== 'ok') return new Response(null, { status: 403 })
    seen.push(opened.text)
    sealed.add(String(init.body))
    const { delay = 0, status = 200, say, raw = '' } = turn(opened.text, seen.length)
    clock.pass(delay)
    const inbound = readInbound(opened.text)
    const head = { corpId: 'ww1', userId: inbound?.userId ?? '', at: clock.now() }
    const body =
      say === undefined ? raw : sealReply(keys, passiveText(head, say), head.at, systemEntropy)
    return new Response(body, { status })
  }
  return { fetch, seen, sealed }
}

function conversation(turn: Parameters<typeof appThat>[1]) {
  const clock = handClock('2026-09-08T01:07:00Z')
  const app = appThat(clock, turn)
  return { app, ...wecomRig({ clock, fetch: app.fetch }), clock }
}

test('what a member says arrives sealed, and the passive reply is shown', async () => {
  const { app, fake } = conversation(() => ({ say: '已收到' }))
  expect(await fake.verifyUrl()).toBe(true)
  expect(await fake.say('ZhangSan', '0012 <b>]]>')).toEqual({ kind: 'answered', reply: '已收到' })
  expect(readInbound(app.seen[0] ?? '')).toMatchObject({
    kind: 'text',
    content: '0012 <b>]]>',
    userId: 'ZhangSan',
  })
  expect(fake.phone('zhangsan')).toMatchObject([
    { from: 'member', text: '0012 <b>]]>' },
    { from: 'app', text: '已收到', via: 'passive' },
  ])
})

test('pictures, other messages, opening the chat and menu clicks arrive as what they are', async () => {
  const { app, fake } = conversation(() => ({}))
  expect(await fake.sendImage('li', Buffer.from('picture'))).toEqual({ kind: 'answered' })
  await fake.sendOther('li', 'voice')
  await fake.enter('li')
  await fake.event('li', 'click', [['EventKey', 'MENU_TODO']])
  const kinds = app.seen.map((xml) => readInbound(xml)?.kind)
  expect(kinds).toEqual(['image', 'voice', 'enter_agent', 'click'])
  expect(new Set(app.seen.map((xml) => readInbound(xml)?.dedupeKey)).size).toBe(4)
})

test('a late reply is not shown; the same plaintext comes again after 5 s, three times at most', async () => {
  const { app, clock, fake } = conversation((_, seen) => ({
    say: '迟到的答复',
    delay: seen < 5 ? 5001 : 0,
  }))
  expect(await fake.say('li', '好')).toMatchObject({ kind: 'late', attempts: 1 })
  expect(fake.waiting()).toBe(1)
  for (const attempts of [2, 3, 4]) {
    expect(await fake.retryDue()).toMatchObject([{ kind: 'late', attempts }])
  }
  expect(fake.waiting()).toBe(0)
  clock.pass(HOUR)
  expect(await fake.retryDue()).toEqual([])
  expect(fake.phone('li')).toMatchObject([{ from: 'member' }])
  expect(app.seen).toHaveLength(4)
  expect(new Set(app.seen).size).toBe(1)
  expect(app.sealed.size).toBe(4)
})

test('after a refusal the callback is repeated, not before 5 s, and the reply to the repeat is shown', async () => {
  const waits: number[] = []
  const clock = handClock('2026-09-08T01:07:00Z')
  const { fetch } = appThat(clock, (_, seen) => (seen === 1 ? { status: 503 } : { say: '好的' }))
  const { fake } = wecomRig({ clock, fetch, later: (milliseconds) => waits.push(milliseconds) })
  expect(await fake.say('li', '好')).toMatchObject({ kind: 'failed', status: 503 })
  expect(waits).toEqual([5000])
  clock.pass(4999)
  expect(await fake.retryDue()).toEqual([])
  clock.pass(1)
  expect(await fake.retryDue()).toEqual([{ kind: 'answered', reply: '好的' }])
})

test('an app that cannot be reached gets the callback again', async () => {
  const { fake } = wecomRig({ fetch: () => Promise.reject(new TypeError('fetch failed')) })
  expect(await fake.say('li', '好')).toMatchObject({ kind: 'failed', attempts: 1 })
  expect(fake.waiting()).toBe(1)
})

test('a passive reply that is not sealed, or meant for another, is not shown', async () => {
  const { fake } = conversation(() => ({ raw: '已收到' }))
  expect(await fake.say('li', '好')).toEqual({ kind: 'unreadable' })
  const head = { corpId: 'ww1', userId: 'wang', at: new Date(0) }
  const toAnother = sealReply(keys, passiveText(head, '好'), head.at, systemEntropy)
  const other = conversation(() => ({ raw: toAnother }))
  expect(await other.fake.say('li', '好')).toEqual({ kind: 'unreadable' })
  expect(other.fake.phone('li')).toHaveLength(1)
})

test('a tap carries its key, choice and a fresh code; its passive reply is thrown away', async () => {
  const { app, fake } = conversation(() => ({ say: '没有人看到' }))
  const { send, update } = await api(fake)
  const selection = {
    button_selection: {
      question_key: 'q',
      title: '项目',
      option_list: [{ id: 'p1', text: '一中教学楼' }],
    },
  }
  await send(buttons('t1', selection))
  expect(await fake.tap('Li', 't1', 'submit', { q: ['p1'] })).toEqual({ kind: 'discarded' })
  await fake.tap('li', 't1', 'submit')
  const taps = app.seen.map(readInbound)
  expect(taps[0]).toMatchObject({
    kind: 'template_card_event',
    eventKey: 'submit',
    taskId: 't1',
    cardType: 'button_interaction',
    selectedItems: [{ questionKey: 'q', optionIds: ['p1'] }],
  })
  const codes = taps.map((tap) => (tap?.kind === 'template_card_event' ? tap.responseCode : ''))
  expect(new Set(codes).size).toBe(2)
  expect(fake.phone('li')).toHaveLength(1)
  await update({ response_code: codes[0], button: { replace_name: '已提交' } })
  expect(await fake.tap('li', 't1', 'submit')).toEqual({ kind: 'greyed' })
  await expect(fake.tap('li', 't1', 'invented')).rejects.toThrow('simulator.no-such-button')
  await expect(fake.tap('wang', 't1', 'submit')).rejects.toThrow('simulator.no-such-button')
})

test('whoever watches hears of every new line and every changed card', async () => {
  const { fake } = wecomRig()
  const { send, update } = await api(fake)
  const heard: string[] = []
  const stop = fake.watch((userId, item) => heard.push(`${userId} ${item.kind} ${item.version}`))
  const { response_code } = await send({ touser: 'Li', ...buttons('t1') })
  await update({ response_code, button: { replace_name: '好' } })
  stop()
  await send(text)
  expect(heard).toEqual(['li card 1', 'li card 2'])
})

test('while it is down every connection breaks, and injected faults hit only the named call', async () => {
  const { fake } = wecomRig()
  const { send } = await api(fake)
  fake.setDown(true)
  await expect(send(text)).rejects.toThrow('fetch failed')
  fake.setDown(false)
  fake.failNext(2, 45009, 'message/send')
  expect(await fake.verifyUrl()).toBe(false)
  expect((await api(fake)).token).toBeTruthy()
  expect([(await send(text)).errcode, (await send(text)).errcode]).toEqual([45009, 45009])
  expect((await send(text)).errcode).toBe(0)
})

test('it is served on loopback under any path, uploads included, and an unknown call is 404', async () => {
  const { fake } = wecomRig()
  const server = createServer(fake.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // listen(0) on an interface gives an AddressInfo
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}/simulator/wecom/cgi-bin`
  const query = new URLSearchParams({ corpid: TEST_APP.corpId, corpsecret: TEST_APP.secret })
  const granted = answerSchema.parse(await (await fetch(`${base}/gettoken?${query}`)).json())
  const token = `access_token=${granted.access_token}`
  const body = new FormData()
  body.set('media', new Blob(['picture of a site']), 'a.jpg')
  const upload = await fetch(`${base}/media/upload?type=image&${token}`, { method: 'POST', body })
  const { media_id } = answerSchema.parse(await upload.json())
  const file = await fetch(`${base}/media/get?media_id=${media_id}&${token}`)
  expect(await file.text()).toBe('picture of a site')
  expect((await fetch(`${base}/user/list?${token}`)).status).toBe(404)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
