import { expect, test } from 'vitest'
import { createLog } from '../../src/base/index.ts'
import {
  buttonCard,
  cardMessage,
  createWecomClient,
  type Fetch,
  textMessage,
} from '../../src/wecom/index.ts'
import { HOUR, MINUTE } from '../support/hand-clock.ts'
import { TEST_APP, wecomRig } from '../support/wecom.ts'

const hello = { to: ['lisi'], body: textMessage('您好') }
const pathsOf = (calls: readonly { path: string }[]) => calls.map((call) => call.path)

test('a message arrives, and names who did not get it', async () => {
  const { fake, client } = wecomRig({
    standing: (userId) =>
      userId === 'Gone' ? 'unknown' : userId === 'free' ? 'unlicensed' : 'member',
  })
  const outcome = await client.send({ ...hello, to: ['LiSi', 'Gone', 'free'] })
  expect(outcome).toEqual({
    kind: 'sent',
    msgId: 'fake-msg-1',
    invalidUsers: ['gone'],
    unlicensedUsers: ['free'],
  })
  expect(fake.phone('lisi')).toMatchObject([{ kind: 'text', text: '您好', via: 'send' }])
})

test('many messages at once fetch one token, and later ones reuse it', async () => {
  const { fake, client } = wecomRig()
  await Promise.all(Array.from({ length: 10 }, () => client.send(hello)))
  await client.send(hello)
  expect(pathsOf(fake.calls).filter((path) => path === 'gettoken')).toHaveLength(1)
})

test('a token is renewed before it ends, and the old one kept while renewing fails', async () => {
  const { clock, fake, client } = wecomRig()
  await client.send(hello)
  clock.pass(2 * HOUR - 4 * MINUTE)
  fake.failNext(1, -1, 'gettoken')
  expect((await client.send(hello)).kind).toBe('sent')
  expect(pathsOf(fake.calls).slice(-2)).toEqual(['gettoken', 'message/send'])
  clock.pass(5 * MINUTE)
  expect((await client.send(hello)).kind).toBe('sent')
})

test.each([40001, 40014, 42001])(
  'after %i a new token is fetched and the message sent once more',
  async (code) => {
    const { fake, client } = wecomRig()
    fake.failNext(1, code, 'message/send')
    expect((await client.send(hello)).kind).toBe('sent')
    expect(pathsOf(fake.calls)).toEqual(['gettoken', 'message/send', 'gettoken', 'message/send'])
  },
)

test('a token refused twice ends the attempt and asks for another later', async () => {
  const { fake, client } = wecomRig()
  fake.failNext(9, 40014, 'message/send')
  expect(await client.send(hello)).toMatchObject({
    kind: 'failed',
    class: 'refresh',
    errcode: 40014,
    retryAfterMs: 10_000,
  })
  expect(fake.calls).toHaveLength(4)
})

test('a burst of failures of the old token throws away only the old token', async () => {
  const { fake, client } = wecomRig()
  await client.send(hello)
  fake.revokeTokens()
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => client.send(hello)))
  expect(outcomes.every((outcome) => outcome.kind === 'sent')).toBe(true)
  expect(pathsOf(fake.calls).filter((path) => path === 'gettoken')).toHaveLength(2)
})

test('a slow refusal of the old token leaves the new one alone', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  let held = false
  const { fake, client } = wecomRig({
    clientFetch: async (url, init) => {
      const answer = await fake.fetch(url, init)
      if (held) {
        held = false
        await gate
      }
      return answer
    },
  })
  await client.send(hello)
  fake.revokeTokens()
  held = true
  const slow = client.send(hello)
  expect((await client.send(hello)).kind).toBe('sent')
  release()
  expect((await slow).kind).toBe('sent')
  expect(pathsOf(fake.calls).filter((path) => path === 'gettoken')).toHaveLength(2)
})

test.each([
  [40001, 'config'],
  [40091, 'config'],
  [40013, 'config'],
  [60020, 'config'],
  [42001, 'config'],
])('%i from gettoken is a fault of the setup, asked once', async (code, kind) => {
  const { fake, client } = wecomRig()
  fake.failNext(9, code, 'gettoken')
  const outcome = await client.send(hello)
  expect(outcome).toMatchObject({ kind: 'failed', class: kind, errcode: code })
  expect(outcome).not.toHaveProperty('retryAfterMs')
  expect(pathsOf(fake.calls)).toEqual(['gettoken'])
  expect(await client.checkCredentials()).toMatchObject({ kind: 'failed', class: 'config' })
})

test('no token because of the network: nothing was sent, so it is a plain retry', async () => {
  const { fake, client } = wecomRig()
  fake.setDown(true)
  expect(await client.send(hello)).toMatchObject({
    kind: 'failed',
    class: 'retry',
    retryAfterMs: 1000,
  })
  fake.setDown(false)
  expect((await client.send(hello)).kind).toBe('sent')
  expect(await client.checkCredentials()).toEqual({ kind: 'ok' })
})

test.each([
  [{ kind: 'hang' }, { reason: 'timeout' }],
  [{ kind: 'reset' }, { reason: 'network' }],
  [{ kind: 'lost-answer' }, { reason: 'network' }],
  [
    { kind: 'status', status: 502 },
    { reason: 'not-an-answer', status: 502 },
  ],
] as const)(
  '%j leaves the outcome unknown, and no second try is made by itself',
  async (fault, expected) => {
    const { fake, client } = wecomRig()
    fake.failNext(1, fault, 'message/send')
    expect(await client.send(hello)).toEqual({ kind: 'unknown', retryAfterMs: 1000, ...expected })
    expect(pathsOf(fake.calls)).toEqual(['gettoken', 'message/send'])
  },
)

test('a repeat after a lost answer reaches the phone once', async () => {
  const { fake, client } = wecomRig()
  const request = { ...hello, duplicateCheckSeconds: 1800 }
  fake.failNext(1, { kind: 'lost-answer' }, 'message/send')
  expect((await client.send(request)).kind).toBe('unknown')
  expect((await client.send(request)).kind).toBe('sent')
  expect(fake.phone('lisi')).toHaveLength(1)
})

test.each([
  [45009, { class: 'throttle', retryAfterMs: 60_000 }],
  [45033, { class: 'throttle', retryAfterMs: 5_000 }],
  [-1, { class: 'retry', retryAfterMs: 1_000 }],
])('%i says how long to wait', async (errcode, expected) => {
  const { fake, client } = wecomRig()
  fake.failNext(1, errcode, 'message/send')
  expect(await client.send(hello)).toMatchObject({ kind: 'failed', errcode, ...expected })
})

const card = buttonCard({
  taskId: 'task-1',
  title: '请核对',
  buttons: [{ text: '提交', key: 'submit' }],
})

test('a card gives a code with which its buttons turn grey, once', async () => {
  const { fake, client } = wecomRig()
  const sent = await client.send({ to: ['LiSi'], body: cardMessage(card) })
  const code = sent.kind === 'sent' ? (sent.responseCode ?? '') : ''
  expect(
    await client.updateCard(code, ['LiSi', 'other'], { kind: 'grey', text: '已提交' }),
  ).toEqual({
    kind: 'updated',
    invalidUsers: ['other'],
  })
  expect(fake.phone('lisi')).toMatchObject([{ kind: 'card', grey: '已提交', updates: 1 }])
  expect(await client.updateCard(code, ['lisi'], { kind: 'grey', text: '再次' })).toMatchObject({
    kind: 'failed',
    class: 'payload',
  })
})

test('a tapped card becomes another card under its old task id', async () => {
  const { fake, client } = wecomRig()
  const sent = await client.send({ to: ['lisi'], body: cardMessage(card) })
  const code = sent.kind === 'sent' ? (sent.responseCode ?? '') : ''
  const after = buttonCard({
    taskId: 'task-2',
    title: '已记入台账',
    buttons: [{ text: '撤销', key: 'undo' }],
  })
  await client.updateCard(code, ['lisi'], { kind: 'replace', card: after })
  expect(fake.phone('lisi')).toMatchObject([
    { taskId: 'task-1', card: { main_title: { title: '已记入台账' } } },
  ])
  expect(fake.phone('lisi')[0]).not.toHaveProperty('grey')
})

test('media is fetched up to a size, and refused by name after three days', async () => {
  const { clock, fake, client } = wecomRig()
  await fake.sendImage('lisi', Buffer.from('picture'))
  const [item] = fake.phone('lisi')
  const mediaId = item?.kind === 'image' ? item.mediaId : ''
  expect(await client.getMedia(mediaId, 7)).toEqual({
    kind: 'file',
    bytes: Buffer.from('picture'),
    contentType: 'image/jpeg',
  })
  expect(await client.getMedia(mediaId, 6)).toEqual({ kind: 'too-large' })
  fake.revokeTokens()
  expect((await client.getMedia(mediaId, 7)).kind).toBe('file')
  clock.pass(72 * HOUR)
  expect(await client.getMedia(mediaId, 7)).toMatchObject({ kind: 'failed', errcode: 40007 })
})

test('neither the token nor the secret nor the code of a visitor reaches the log or the outcome', async () => {
  const lines: string[] = []
  const { clock } = wecomRig()
  const leaky: Fetch = async (url) =>
    url.includes('gettoken')
      ? Response.json({ errcode: 0, errmsg: 'ok', access_token: 'TOP-TOKEN', expires_in: 7200 })
      : Response.json({
          errcode: 60020,
          errmsg: `not allow ip, ${url} ${TEST_APP.secret} hint: [1]`,
        })
  const client = createWecomClient({
    ...TEST_APP,
    apiBase: 'https://qyapi.weixin.qq.com',
    fetch: leaky,
    clock,
    log: createLog('trace', { write: (line) => lines.push(line) }),
  })
  const outcome = await client.send(hello)
  expect(await client.visitors.whoCame('THE-CODE')).toEqual({ kind: 'away' })
  const written = JSON.stringify(outcome) + lines.join('')
  expect(written).toContain('hint: [1]')
  expect(written).not.toContain('TOP-TOKEN')
  expect(written).toContain('auth/getuserinfo')
  expect(written).not.toContain('THE-CODE')
  expect(written).not.toContain(TEST_APP.secret)
})

test.each([[[]], [['@all']], [['a|b']], [['']], [['x'.repeat(65)]]])(
  '%j is nobody to send to',
  async (to) => {
    const { fake, client } = wecomRig()
    await expect(client.send({ ...hello, to })).rejects.toThrow('wecom.bad-receiver')
    expect(fake.calls).toEqual([])
  },
)

test('an answer that says it was sent counts, whatever oddities it carries', async () => {
  const odd: Fetch = async (url) =>
    Response.json(
      url.includes('gettoken')
        ? { errcode: 0, access_token: 'T', expires_in: '7200' }
        : { errcode: 0, msgid: 17, invaliduser: null, response_code: 4 },
    )
  const { client } = wecomRig({ clientFetch: odd })
  expect(await client.send(hello)).toEqual({
    kind: 'sent',
    msgId: '',
    invalidUsers: [],
    unlicensedUsers: [],
  })
})
