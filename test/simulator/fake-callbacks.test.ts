import { expect, test } from 'vitest'
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
import { api, buttons, text } from '../support/fake-api.ts'
import { type HandClock, HOUR, handClock } from '../support/hand-clock.ts'
import { TEST_APP, wecomRig } from '../support/wecom.ts'

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
