import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, type TestOffice } from '../support/office.ts'
import { buildSchool } from '../support/school.ts'
import { lastCard } from '../support/tapped.ts'

let office: TestOffice
let school: Awaited<ReturnType<typeof buildSchool>>

beforeAll(async () => {
  office = await openOffice('2026-09-10T09:30:00+08:00')
  school = await buildSchool(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

const say = async (text: string) => {
  await office.fake.say('ZhangMin', text)
  await office.settled()
  office.clock.advance(10_000)
}
const events = () =>
  office.database.client.ledgerEvent.count({ where: { lotId: school.project.lotId } })

/** Fails three times at the amount; the link that is handed out then. */
async function link(): Promise<string> {
  await say('教学楼合同昨天签了')
  for (const words of ['老样子', '还是老样子', '就那样']) await say(words)
  const card = JSON.stringify(office.fake.phone('ZhangMin').at(-1))
  const [, url = ''] = /"url":"([^"]+\/f\/[^"]+)"/.exec(card) ?? []
  expect(url).toMatch(/\/f\/[\w-]{43}$/)
  // The office of a test is reached at its own port.
  return url.replace(/^https?:\/\/[^/]+/, office.origin)
}
const post = (url: string, values: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(values) })

test('after three failures a form takes over; it fills the draft, and the confirmation stays in the chat', async () => {
  const before = await events()
  const url = await link()
  const page = await fetch(url)
  const html = await page.text()
  expect(page.status).toBe(200)
  expect(Buffer.byteLength(html)).toBeLessThan(10_240)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(html).toContain('lang="zh-CN"')
  expect(html).not.toContain('<script')
  expect(html).toContain('value="焦作市第一中学教学楼改造工程"')
  expect(html).toContain('<option value="CONTRACT_SIGNED" selected>合同签订</option>')
  expect((await fetch(url)).status).toBe(200)

  const wrong = await post(url, { date: '2月30号', amount: '<b>多少</b>' })
  expect(wrong.status).toBe(422)
  const again = await wrong.text()
  expect(again).toContain('没有“2月30号”这一天')
  expect(again).toContain('value="&lt;b&gt;多少&lt;/b&gt;"')
  expect(await events()).toBe(before)

  const done = await post(url, { date: '9月8日', amount: '318万' })
  expect(done.status).toBe(200)
  expect(await done.text()).toContain('请回到企业微信')
  await office.settled()
  expect(await events()).toBe(before)
  expect(JSON.stringify(lastCard(office, 'ZhangMin').card)).toContain('请核对')
  expect(await (await post(url, { amount: '1万' })).text()).toContain('已经提交过了')

  await say('提交')
  expect(await events()).toBe(before + 1)
  const recorded = await office.database.client.ledgerEvent.findFirst({ orderBy: { id: 'desc' } })
  expect(recorded).toMatchObject({ day: '2026-09-08', amount: 318_000_000n })
  await say('撤销')
  await say('跳过')
})

test('the link is for half an hour and for an open draft; only its hash is kept', async () => {
  const late = await link()
  const token = late.split('/f/')[1] ?? ''
  const kept = await office.database.client.formLink.findMany()
  expect(JSON.stringify(kept)).not.toContain(token)
  office.clock.advance(31 * 60_000)
  expect((await fetch(late)).status).toBe(410)
  expect((await post(late, { amount: '318万' })).status).toBe(410)
  await say('取消')

  const cancelled = await link()
  await say('取消')
  expect((await fetch(cancelled)).status).toBe(410)
  expect((await post(cancelled, { amount: '318万' })).status).toBe(410)
  expect((await fetch(`${office.origin}/f/invented`)).status).toBe(404)
})

test('whoever is no liaison any more cannot use the link', async () => {
  const url = await link()
  const before = await events()
  await office.database.client.appointment.updateMany({ data: { toDay: '2026-09-10' } })
  const response = await post(url, { amount: '318万' })
  expect(response.status).not.toBe(200)
  expect(await events()).toBe(before)
})
