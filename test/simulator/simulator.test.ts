import { expect, test } from 'vitest'
import { z } from 'zod'
import { textMessage, visitorPage } from '../../src/wecom/index.ts'
import { confirming, standIn } from '../support/stand-in-bot.ts'

const SAME = { 'sec-fetch-site': 'same-origin' }
const phoneSchema = z.object({
  items: z.array(z.looseObject({ from: z.string(), kind: z.string() })),
  exchanges: z.array(z.looseObject({ kind: z.string() })),
})
type Office = Awaited<ReturnType<typeof standIn>>

const post = (
  { origin }: Office,
  path: string,
  body: unknown,
  headers: Record<string, string> = SAME,
): Promise<Response> =>
  fetch(`${origin}/simulator/api/${path}`, {
    method: 'POST',
    headers,
    body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
  })
const phone = async ({ origin }: Office, userid: string) =>
  phoneSchema.parse(await (await fetch(`${origin}/simulator/api/phones/${userid}`)).json())
const hello = { userid: 'limei', text: '您好' }

/** A memory that outlives the office, as the database does. */
function lastingMemory() {
  const rows = new Map<string, unknown>()
  return {
    rows,
    load: async () => new Map(rows),
    async save(entries: ReadonlyMap<string, unknown>) {
      for (const [key, value] of entries) {
        if (value === null) rows.delete(key)
        else rows.set(key, JSON.parse(JSON.stringify(value)))
      }
    },
  }
}

test('what is said travels as an encrypted callback, and the reply is on the phone', async () => {
  await using office = await standIn()
  const answer = await post(office, 'say', hello)
  expect(await answer.json()).toEqual({ kind: 'answered' })
  expect(office.arrived).toMatchObject([{ kind: 'text', userId: 'limei', content: '您好' }])
  const { items, exchanges } = await phone(office, 'limei')
  expect(items).toMatchObject([
    { from: 'member', text: '您好' },
    { from: 'app', via: 'passive', text: '收到：您好' },
  ])
  expect(exchanges).toMatchObject([{ kind: 'callback', status: 200, reply: '收到：您好' }])
})

test('the first opening of a chat is a subscription, later ones are not', async () => {
  await using office = await standIn()
  await post(office, 'enter', { userid: 'limei' })
  await post(office, 'say', hello)
  await post(office, 'enter', { userid: 'limei' })
  expect(office.arrived.map(({ kind }) => kind)).toEqual(['subscribe', 'text', 'enter_agent'])
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['no origin at all', {}],
])('an act from %s is refused', async (_, headers) => {
  await using office = await standIn()
  expect((await post(office, 'say', hello, headers)).status).toBe(403)
  expect((await post(office, 'clock', { to: '2030-01-01T00:00:00Z' }, headers)).status).toBe(403)
  expect(office.arrived).toEqual([])
})

test('the origin itself is enough for a browser that sends no more', async () => {
  await using office = await standIn()
  expect((await post(office, 'say', hello, { origin: office.origin })).status).toBe(200)
})

test.each([
  ['say', { userid: 'limei', text: ' ' }],
  ['say', { userid: '../x', text: 'a' }],
  ['say', { userid: 'limei', text: 'a', more: 1 }],
  ['tap', { userid: 'limei', taskId: 't' }],
  ['clock', { to: 'tomorrow' }],
  ['picture/limei', new Uint8Array([1, 2, 3])],
])('%s refuses %j', async (path, body) => {
  await using office = await standIn()
  expect((await post(office, path, body)).status).toBe(400)
  expect(office.arrived).toEqual([])
})

test('a picture is fetched by the app as WeCom gives it, and shown by the page', async () => {
  await using office = await standIn()
  const bytes = Buffer.from('ffd8ffe000104a464946', 'hex')
  const headers = { ...SAME, 'content-type': 'image/jpeg' }
  expect((await post(office, 'picture/limei', bytes, headers)).status).toBe(200)
  const { items } = await phone(office, 'limei')
  const mediaId = String(items[0]?.mediaId)
  expect(await office.wecom.getMedia(mediaId, 1_000)).toMatchObject({ kind: 'file', bytes })
  const shown = await fetch(`${office.origin}/simulator/api/pictures/${mediaId}`)
  expect(shown.headers.get('content-type')).toBe('image/jpeg')
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes)
})

test('time moves forward only', async () => {
  await using office = await standIn()
  const start = await (await fetch(`${office.origin}/simulator/api/start`)).json()
  const now = Date.parse(start.clock.now)
  const later = new Date(now + 86_400_000).toISOString()
  expect((await post(office, 'clock', { to: later })).status).toBe(200)
  const back = await post(office, 'clock', { to: new Date(now).toISOString() })
  expect(back.status).toBe(409)
})

test('people come in their groups, each once, with one whom the office does not know', async () => {
  await using office = await standIn({
    ports: {
      people: async () => [
        { userid: 'Auditor', name: '孙悦', role: 'AUDITOR', place: '' },
        { userid: 'both', name: '周杰', role: 'LIAISON', place: '图书馆' },
        { userid: 'BOTH', name: '周杰', role: 'FINANCE_HEAD', place: '图书馆' },
      ],
    },
  })
  const { people } = await (await fetch(`${office.origin}/simulator/api/start`)).json()
  expect(people.map((one: { group: string; userid: string }) => [one.group, one.userid])).toEqual([
    ['liaison', 'both'],
    ['other', 'auditor'],
    ['stranger', 'not-in-the-office'],
  ])
})

test('after a restart phones show what they showed, a card can still be tapped, a picture still be fetched', async () => {
  const memory = lastingMemory()
  const bytes = Buffer.from('ffd8ffe000104a464946', 'hex')
  {
    await using before = await standIn({ ports: { memory }, answer: confirming })
    await post(before, 'say', hello)
    await post(before, 'picture/limei', bytes, { ...SAME, 'content-type': 'image/jpeg' })
  }
  await using after = await standIn({ ports: { memory }, answer: confirming })
  const { items } = await phone(after, 'limei')
  expect(items.map(({ from, kind }) => `${from} ${kind}`)).toEqual([
    'member text',
    'app card',
    'member image',
  ])
  const mediaId = String(items[2]?.mediaId)
  expect(await after.wecom.getMedia(mediaId, 1_000)).toMatchObject({ kind: 'file', bytes })
  const taskId = items[1]?.taskId
  const tap = { userid: 'limei', taskId, key: 'submit', selected: {} }
  expect(await (await post(after, 'tap', tap)).json()).toEqual({ kind: 'answered' })
  const then = await phone(after, 'limei')
  expect(then.items[1]).toMatchObject({ grey: '已提交', updates: 1 })
  expect(then.items.at(-1)).toMatchObject({ text: '已记入台账（26-0001）。' })
})

test('what cannot be read again is left out and breaks nothing', async () => {
  const memory = lastingMemory()
  memory.rows.set('phone.limei', [{ id: 1, kind: 'hologram' }])
  await using office = await standIn({ ports: { memory } })
  expect((await phone(office, 'limei')).items).toEqual([])
})

test('a tap on a button that is not there says so', async () => {
  await using office = await standIn()
  const tap = { userid: 'limei', taskId: 'none', key: 'submit', selected: {} }
  expect(await (await post(office, 'tap', tap)).json()).toEqual({ kind: 'no-such-button' })
})

test('a supplier is shown the links that a phone has shown, under its name, and their state', async () => {
  let used = false
  await using office = await standIn({
    ports: {
      survey: async (token) => {
        if (token !== 'known-token') return { kind: 'unknown' }
        if (used) return { kind: 'used' }
        return {
          kind: 'open',
          occasion: 'PAID',
          party: '宏达公司',
          project: '教学楼',
          unit: '一中',
        }
      },
    },
  })
  const suppliers = async () => (await fetch(`${office.origin}/simulator/api/suppliers`)).json()
  expect(await suppliers()).toEqual([])
  const url = `${office.origin}/s/known-token`
  const text = `请转给宏达公司：${url}，谢谢。${office.origin}/s/invented`
  await office.wecom.send({ to: ['limei'], body: textMessage(text) })
  const link = { url, occasion: 'PAID', project: '教学楼', unit: '一中' }
  expect(await suppliers()).toEqual([{ name: '宏达公司', links: [{ ...link, state: 'open' }] }])
  used = true
  expect(await suppliers()).toEqual([{ name: '宏达公司', links: [{ ...link, state: 'used' }] }])
})

test('open pages are told of everything as it happens', async () => {
  await using office = await standIn()
  const stream = await fetch(`${office.origin}/simulator/api/events`)
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
  await office.wecom.send({ to: ['limei'], body: textMessage('早上好') })
  let heard = ''
  for await (const chunk of stream.body ?? []) {
    heard += Buffer.from(chunk).toString()
    if (heard.includes('"kind":"exchange","userids":["limei"]')) break
  }
  expect(heard).toContain('"kind":"item","userid":"limei"')
  expect(heard).toContain('早上好')
})

test('names that leave the folder of the page are not served', async () => {
  await using office = await standIn()
  for (const name of ['..%2findex.html', '..%2f..%2fpackage.json', 'x.json', '.stamp']) {
    const answer = await fetch(`${office.origin}/simulator/assets/${name}`)
    expect(answer.status).toBe(404)
  }
})

test('a link that is bound to one 微信 asks which phone opens it, and WeCom names that one, once', async () => {
  const customer = { lotId: 7, partyId: 9, party: '宏达<建设>', project: '教学楼' }
  await using office = await standIn({ ports: { customers: async () => [customer] } })
  const asked = (returnTo: string): string =>
    visitorPage(
      { openBase: `${office.origin}/simulator/wechat`, corpId: 'ww1', agentId: '1000002' },
      { returnTo, state: 'abc' },
    )
  const page = await (await fetch(asked(`${office.origin}/s/x/wechat`))).text()
  expect(page).toContain('用哪个微信打开？')
  expect(page).toContain('宏达&lt;建设&gt;')
  expect(page).not.toContain('<建设>')
  const choices = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )
  expect(choices).toHaveLength(2)
  const chosen = await fetch(office.origin + choices[0], { redirect: 'manual' })
  const back = new URL(chosen.headers.get('location') ?? '')
  expect(`${back.origin}${back.pathname}`).toBe(`${office.origin}/s/x/wechat`)
  expect(back.searchParams.get('state')).toBe('abc')
  const code = back.searchParams.get('code') ?? ''
  const { whoCame } = office.wecom.visitors
  expect(await whoCame(code)).toEqual({ kind: 'outsider', externalUserid: 'wmsim-7-9' })
  expect(await whoCame(code)).toEqual({ kind: 'stale' })
  // 可信域名: nobody is sent elsewhere with a code.
  const elsewhere = await fetch(`${asked('https://evil.test/x').replace('#', '&as=wmsim-7-9#')}`)
  expect([elsewhere.status, await elsewhere.text()]).toEqual([
    400,
    expect.stringContaining('微信没有打开这个页面'),
  ])
})
