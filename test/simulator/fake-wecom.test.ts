import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { answerSchema, api, buttons, text } from '../support/fake-api.ts'
import { HOUR, MINUTE, SECOND } from '../support/hand-clock.ts'
import { TEST_APP, wecomRig } from '../support/wecom.ts'

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
