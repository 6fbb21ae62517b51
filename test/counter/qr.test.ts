import decodeQR from 'qr/decode.js'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { linkCode } from '../../src/base/index.ts'
import { openOffice } from '../support/office.ts'
import { operateHere } from '../support/operate-here.ts'
import { buildContract } from './rig.ts'

const START = '2026-09-10T09:30:00+08:00'

/** What a phone reads from a picture of the page. */
async function scanned(svg: string): Promise<string> {
  const named = svg.replace(
    '<svg ',
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" ',
  )
  const { data, info } = await sharp(Buffer.from(named))
    .flatten({ background: '#fff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return decodeQR({ width: info.width, height: info.height, data })
}

test('the page to print carries both ways in, and whoever scans the second one is known', async () => {
  await using office = await openOffice(START)
  const { token, page } = await buildContract(office)
  const response = await fetch(`${office.origin}/p/${token}/qr`)
  const text = await response.text()
  expect(response.status).toBe(200)
  expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
  expect(text).not.toMatch(/<script|<img|\son\w+=/i)
  expect(text).toContain(linkCode(token))
  const pictures = text.match(/<svg class="qr".*?<\/svg>/g) ?? []
  expect(pictures).toHaveLength(2)
  expect(await scanned(pictures[0] ?? '')).toBe(`https://office.test/p/${token}`)
  const way = new URL(await scanned(pictures[1] ?? ''))
  expect(way.origin + way.pathname).toBe('https://work.weixin.qq.com/kf/wkfake')
  // Printing it is not the supplier's opening it; entering by it is.
  const link = () => office.database.client.standingLink.findFirstOrThrow({ where: page })
  expect(await link()).toMatchObject({ openedOn: null })
  const sceneParam = way.searchParams.get('scene_param') ?? ''
  await office.fake.kf.enter('wmA', { scene: 'contract', sceneParam })
  await office.settled()
  expect(office.fake.phone('wmA')[0]).toMatchObject({ kind: 'menu' })
  expect(await link()).toMatchObject({ openedOn: '2026-09-10' })
})

test('the office’s own page leads whoever scans it to the counter, known to nobody', async () => {
  await using office = await openOffice(START)
  const text = await (await fetch(`${office.origin}/window`)).text()
  expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
  expect(text).not.toMatch(/<script|<img|\son\w+=/i)
  const [kf = '', report = ''] = text.match(/<svg class="qr".*?<\/svg>/g) ?? []
  const way = new URL(await scanned(kf))
  expect([way.pathname, way.searchParams.get('enc_scene')]).toEqual(['/kf/wkfake', 'ENCoffice'])
  expect(await scanned(report)).toBe('https://office.test/report')
  await office.fake.kf.enter('wmA', { scene: 'office' })
  await office.settled()
  expect(office.fake.phone('wmA')).toMatchObject([
    { kind: 'menu', text: expect.stringContaining('还不知道您是哪家单位') },
  ])
})

test('at the terminal links are listed, renewed with the new one shown once, and withdrawn, on record', async () => {
  await using office = await openOffice(START)
  const { token, project } = await buildContract(office)
  const { fake, origin, database, clock } = office
  const { code } = await database.client.project.findFirstOrThrow({
    where: { lots: { some: { id: project.lotId } } },
  })
  await fake.kf.enter('wmA', { sceneParam: token })
  await office.settled()
  const run = operateHere(database, () => clock.now())
  const listed = await run(['links', code])
  expect(listed.out).toMatch(/河南宏达建设有限公司 +操作员 +2026-09-10 +2026-09-10 +-/)
  expect(listed.out).not.toContain(token)
  const renewed = await run(['links', code, '--renew', '--json'])
  const made = JSON.parse(renewed.out)
  expect(made).toMatchObject({
    ended: 1,
    qr: `${made.url}/qr`,
    code: linkCode(made.url.slice(-43)),
  })
  const opened = async (url: string) => {
    const response = await fetch(url.replace('https://office.test', origin))
    return [response.status, await response.text()] as const
  }
  expect(await opened(made.url)).toEqual([200, expect.stringContaining('318万元')])
  expect(await opened(made.qr)).toEqual([200, expect.stringContaining(made.code)])
  expect(await opened(`${origin}/p/${token}`)).toEqual([410, expect.stringContaining('链接')])
  await fake.kf.say('wmA', '我的合同')
  await office.settled()
  expect(fake.phone('wmA').at(-1)).toMatchObject({
    text: expect.stringContaining('还不知道您是哪家单位'),
  })
  expect((await run(['links', code, '--party', '没有这家', '--withdraw'])).code).toBe(1)
  expect((await run(['links', code, '--withdraw', '--renew'])).code).toBe(2)
  expect((await run(['links', '--withdraw'])).code).toBe(2)
  expect(await run(['links', code, '--withdraw'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('已作废，共 1 个'),
  })
  expect((await opened(made.url))[0]).toBe(410)
  expect((await run(['links', '--office'])).out).toBe('服务窗口二维码：https://office.test/window')
  const acts = await database.client.audit.findMany({ orderBy: { id: 'asc' } })
  expect(acts.filter(({ act }) => /link/.test(act)).map(({ actor, act }) => [actor, act])).toEqual([
    ['cli', 'withdraw-links'],
    ['cli', 'renew-link'],
    ['cli', 'withdraw-links'],
  ])
})

test('without 微信客服, or while WeCom is away, the page has the first picture only', async () => {
  await using office = await openOffice(START)
  const { token } = await buildContract(office)
  office.fake.failNext(1, -1, 'kf/add_contact_way')
  const pictures = async () => {
    const text = await (await fetch(`${office.origin}/p/${token}/qr`)).text()
    return text.match(/<svg class="qr"/g)?.length
  }
  expect(await pictures()).toBe(1)
  expect(await pictures()).toBe(2)
  expect((await fetch(`${office.origin}/p/${'x'.repeat(43)}/qr`)).status).toBe(404)
})
