import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, systemEntropy, tokenHash } from '../../src/base/index.ts'
import type { FakeVisitor } from '../../src/simulator/fake-wecom/index.ts'
import { handSectionLinks, sayByChat } from '../../src/surveys/index.ts'
import { buildContract } from '../counter/rig.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { type PhoneBrowser, phoneBrowser } from '../support/phone-browser.ts'

const WECHAT = 'Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.49'
const LATER = new Date('2026-10-10T00:00:00Z')
const SCORES = { score1: '5', score2: '4', score3: '3', score4: '2', score5: '1' }
const written: string[] = []
let address = 0
let office: TestOffice
let held: Awaited<ReturnType<typeof buildContract>>

beforeAll(async () => {
  const log = createLog('trace', { write: (line: string) => void written.push(line) })
  office = await openOffice('2026-09-10T09:30:00+08:00', { bindLinks: true, log })
  held = await buildContract(office)
})
afterAll(() => office[Symbol.asyncDispose]())

/** The open half was said by chat; the link to the other goes to who said it. */
async function sentTo(externalUserid: string, isNamed = false) {
  const { id: invitationId } = await office.database.client.invitation.create({
    data: {
      ...held.page,
      occasion: 'VISITED',
      eventId: 1n,
      createdAt: office.clock.now(),
      expiresAt: LATER,
    },
  })
  const said = { ...held.page, invitationId, help: false, paid: undefined }
  const means = { entropy: systemEntropy, at: office.clock.now() }
  const by = { externalUserid, isNamed }
  const token = await office.database.transaction((tx) => sayByChat(tx, { ...said, by }, means))
  if (token === undefined) throw new Error('not said')
  return { token, invitationId }
}

/** A browser at an address of its own. */
const browser = (userAgent = WECHAT): PhoneBrowser =>
  phoneBrowser(() => office.origin, {
    'User-Agent': userAgent,
    'X-Real-IP': `10.9.0.${address++ % 200}`,
  })

/** What 微信 is asked when it is sent on from a page. */
const askedIn = (response: Response): URL => {
  expect(response.status).toBe(302)
  return new URL(response.headers.get('location') ?? '')
}
/** The way back from 微信, which has recognised somebody. */
function back(asked: URL, who: FakeVisitor): string {
  const url = office.fake.signIn.authorize(asked.searchParams, who)
  if (url === undefined) throw new Error('微信 refuses the page')
  return url.replace('https://office.test', '')
}
const comeBack = async (phone: PhoneBrowser, token: string, who: FakeVisitor): Promise<Response> =>
  phone.go(back(askedIn(await phone.go(`/s/${token}`)), who))
const her = { customer: 'wmHer' }

test('opens for that account alone, which 微信 is asked for once; the answer is taken and nothing kept of her', async () => {
  const { token, invitationId } = await sentTo('wmHer')
  const phone = browser()
  const asked = askedIn(await phone.go(`/s/${token}`))
  expect(asked.href).toMatch(
    /^https:\/\/open\.test\/connect\/oauth2\/authorize\?.*#wechat_redirect$/,
  )
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    appid: 'ww1',
    redirect_uri: `https://office.test/s/${token}/wechat`,
    response_type: 'code',
    scope: 'snsapi_base',
    state: expect.stringMatching(/^[a-zA-Z0-9]{1,128}$/),
    agentid: '1000002',
  })
  const settled = await phone.go(back(asked, her))
  expect([settled.status, settled.headers.get('location')]).toEqual([303, `/s/${token}`])
  const form = await phone.go(`/s/${token}`)
  expect([form.status, form.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const text = await form.text()
  expect(text).toContain('不与您的微信存在一起')
  expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
  for (const line of phone.cookies)
    expect(line).toMatch(
      new RegExp(`; Path=/s/${token}; Max-Age=\\d+; HttpOnly; SameSite=Lax; Secure$`),
    )
  expect(phone.cookies.join()).not.toContain('wmHer')

  expect((await phone.go(`/s/${token}`, { ...SCORES, later: 'yes' })).status).toBe(200)
  expect(await (await phone.go(`/s/${token}`)).text()).toContain('value="5" checked')
  expect(await (await phone.go(`/s/${token}`, SCORES)).text()).toContain('收到了，谢谢')
  expect(await (await phone.go(`/s/${token}`)).text()).toContain('已经提交过了')
  const links = await office.database.client.invitationLink.findMany({ where: { invitationId } })
  expect(links).toMatchObject([
    { addressee: expect.stringMatching(/^[0-9a-f]{64}$/), isNamed: false },
  ])
  // The hash cannot be tried out: it needs the token, of which only the hash is there.
  expect(links[0]?.addressee).not.toBe(tokenHash('wmHer'))
})

test.each<[string, FakeVisitor]>([
  ['another 微信', { customer: 'wmOther' }],
  ['a member of the office', { member: 'zhangmin' }],
])('stays closed for %s and says nothing of the party', async (_, who) => {
  await office.fake.contacts.scan('wmOther', await wayOf())
  const { token } = await sentTo('wmHer')
  const phone = browser()
  const response = await comeBack(phone, token, who)
  const text = await response.text()
  expect(response.status).toBe(403)
  expect(text).toContain('这个链接不是发给您的')
  expect(text).not.toContain(held.supplier.name)
  // A refusal is no proof.
  expect((await phone.go(`/s/${token}`)).status).toBe(302)
})

test('outside 微信 says where to open it, with the link to copy', async () => {
  const { token } = await sentTo('wmHer')
  const response = await browser('Mozilla/5.0 (Windows NT 10.0) Chrome/141').go(`/s/${token}`)
  const text = await response.text()
  expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null])
  expect(text).toContain('请在微信里打开')
  expect(text).toContain(`readonly>https://office.test/s/${token}</textarea>`)
  expect(text).not.toContain(held.supplier.name)
})

test('is asked for once more where the code went stale, and never a third time by itself', async () => {
  const { token } = await sentTo('wmHer')
  const phone = browser()
  const first = back(askedIn(await phone.go(`/s/${token}`)), her)
  office.clock.advance(6 * 60_000)
  const second = back(askedIn(await phone.go(first)), her)
  office.clock.advance(6 * 60_000)
  const refused = await phone.go(second)
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain(`<a href="/s/${token}">再打开一次</a>`)
  expect((await comeBack(phone, token, her)).status).toBe(303)
  // The used code, reloaded, asks nobody anything.
  const calls = office.fake.calls.length
  expect((await phone.go(second)).status).toBe(303)
  expect(office.fake.calls.length).toBe(calls)
})

test('does not open by a way back that was not begun in this browser, or without a code', async () => {
  const [{ token }, other] = [await sentTo('wmHer'), await sentTo('wmHer')]
  const hers = browser()
  const asked = askedIn(await hers.go(`/s/${token}`))
  const [calls, way] = [office.fake.calls.length, back(asked, her)]
  const victim = browser()
  expect((await victim.go(way)).status).toBe(403)
  await victim.go(`/s/${token}`)
  expect((await victim.go(way)).status).toBe(403)
  // Nor for another link of the same browser, whatever it moves there.
  await hers.go(`/s/${other.token}`)
  expect((await hers.go(way.replace(token, other.token))).status).toBe(403)
  const denied = await hers.go(`/s/${token}/wechat?state=${asked.searchParams.get('state')}`)
  expect([denied.status, await denied.text()]).toEqual([403, expect.stringContaining('再打开一次')])
  expect(office.fake.calls.length).toBe(calls)
})

test('neither what was begun for a link nor its pass opens another, however it is carried there, and none can be made up', async () => {
  const [{ token }, other] = [await sentTo('wmHer'), await sentTo('wmHer')]
  const phone = browser()
  const way = back(askedIn(await phone.go(`/s/${token}`)), her)
  const carried = async (path: string, cookie = phone.carried()): Promise<number> => {
    const headers = { cookie, 'User-Agent': WECHAT }
    return (await fetch(office.origin + path, { headers, redirect: 'manual' })).status
  }
  expect(await carried(way.replace(token, other.token))).toBe(403)
  expect((await phone.go(way)).status).toBe(303)
  expect(await carried(`/s/${token}`)).toBe(200)
  expect(await carried(`/s/${other.token}`)).toBe(302)
  const soon = Math.floor(office.clock.now().getTime() / 1000) + 999
  expect(await carried(`/s/${token}`, `pass=${soon}.${'0'.repeat(64)}`)).toBe(302)
  expect((await browser().go(`/s/${token}`, SCORES)).status).toBe(403)
})

test.each([
  ['is away', { kind: 'status', status: 502 }],
  ['does not trust the app', { kind: 'errcode', errcode: 50001 }],
] as const)('asks for patience while WeCom %s', async (_, fault) => {
  const { token } = await sentTo('wmHer')
  const phone = browser()
  const way = back(askedIn(await phone.go(`/s/${token}`)), her)
  office.fake.failNext(1, fault.kind === 'status' ? fault : fault.errcode, 'auth/getuserinfo')
  const response = await phone.go(way)
  expect(response.status).toBe(503)
  expect(await response.text()).toContain('微信暂时没有回应')
  expect((await comeBack(phone, token, her)).status).toBe(303)
})

test('takes no form without the proof, and keeps on the phone what was filled in', async () => {
  const { token } = await sentTo('wmHer')
  const phone = browser()
  await comeBack(phone, token, her)
  office.clock.advance(61 * 60_000)
  const late = await phone.go(`/s/${token}`, { ...SCORES, comment: '验收拖了很久' })
  expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('还没有提交')])
  expect((await comeBack(phone, token, her)).status).toBe(303)
  const form = await (await phone.go(`/s/${token}`)).text()
  expect(form).toContain('验收拖了很久')
})

/** The QR by which the holder of the standing link becomes a contact of the liaison. */
const wayOf = async (): Promise<string> => {
  const printed = await (await fetch(`${office.origin}/p/${held.token}/qr`)).text()
  return /https:\/\/wework\.qpic\.cn\/[^"]+/.exec(printed)?.[0] ?? ''
}

test('whom WeCom cannot name is let in where it never could; who was a contact once is told what to do', async () => {
  const { token } = await sentTo('wmHer')
  expect((await comeBack(browser(), token, her)).status).toBe(303)

  // By the door: a contact of the liaison answers in 微信客服, and parts before she opens the link.
  const { fake, database } = office
  await fake.contacts.scan('wmFriend', await wayOf())
  await database.client.invitation.create({
    data: {
      ...held.page,
      occasion: 'ACCEPTED',
      eventId: 2n,
      createdAt: office.clock.now(),
      expiresAt: LATER,
    },
  })
  await fake.kf.enter('wmFriend', { sceneParam: held.token })
  for (const said of ['填问卷', '不需要', '提交']) {
    await fake.kf.say('wmFriend', said)
    await office.settled()
  }
  const texts = fake.phone('wmFriend').flatMap((item) => ('text' in item ? [item.text] : []))
  const sent = /office\.test\/s\/([\w-]{43})/.exec(texts.join('\n'))?.[1] ?? ''
  const friend = { customer: 'wmFriend' }
  expect((await comeBack(browser(), sent, friend)).status).toBe(303)
  await fake.contacts.part('wmFriend', 'ZhangMin', 'customer')
  const refused = await comeBack(browser(), sent, friend)
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringContaining('请在微信客服里发“合同链接”'),
  ])
})

test('a used, ended or invented one says so at once and asks nobody who she is', async () => {
  const [used, withdrawn] = [await sentTo('wmHer'), await sentTo('wmHer')]
  const { client } = office.database
  const closed = async (id: number, data: object) =>
    client.invitation.update({ where: { id }, data })
  await closed(used.invitationId, { anonymousOpen: false })
  await closed(withdrawn.invitationId, { revokedAt: office.clock.now(), anonymousOpen: true })
  for (const way of ['', '/wechat?code=x&state=y'])
    for (const [token, status] of [
      [used.token, 200],
      [withdrawn.token, 410],
      ['x'.repeat(43), 404],
    ] as const) {
      const response = await browser().go(`/s/${token}${way}`)
      expect([response.status, response.headers.get('set-cookie')]).toEqual([status, null])
    }
})

test('a link that is handed over by hand, and one that waits at the contract page, open everywhere', async () => {
  const { lotId, partyId } = held.page
  const at = office.clock.now()
  const { id } = await office.database.client.invitation.create({
    data: { lotId, partyId, occasion: 'VISITED', eventId: 3n, createdAt: at, expiresAt: LATER },
  })
  const [token = ''] = (
    await office.database.transaction((tx) =>
      handSectionLinks(tx, [id], { entropy: systemEntropy, at }),
    )
  ).values()
  expect((await browser('Chrome').go(`/s/${token}`)).status).toBe(200)
  const { invitationId } = await sentTo('wmHer')
  expect((await browser('Chrome').go(`/s/${held.token}.${invitationId}`)).status).toBe(200)
  expect((await browser('Chrome').go(`/s/${token}/wechat`)).status).toBe(303)
})

test('nothing that the office wrote down while links were opened names an account, a code or a token', () => {
  expect(written.length).toBeGreaterThan(10)
  expect(written.join('\n')).not.toMatch(/wmHer|wmOther|wmFriend|code=|[\w-]{43}/)
})
