import decodeQR from 'qr/decode.js'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { linkCode } from '../../src/base/index.ts'
import { openOffice } from '../support/office.ts'
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
