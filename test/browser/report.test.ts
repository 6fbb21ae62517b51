import { readFile } from 'node:fs/promises'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openFile } from '../../src/cases/index.ts'
import { browserHere, expectChineseGlyphs, startBrowser } from '../support/browser.ts'
import { buildBureau } from '../support/grievance-office.ts'
import { handler } from '../support/handler.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { phoneJpeg } from '../support/pictures.ts'
import { screenshot } from '../support/screenshot.ts'

describe.runIf(browserHere).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a complaint %s, on a phone', (_, javaScriptEnabled) => {
  let browser: Browser
  let office: TestOffice
  let page: Page

  beforeAll(async () => {
    browser = await startBrowser()
    office = await openOffice('2026-09-11T09:30:00+08:00')
    await buildBureau(office.database)
  })
  afterAll(async () => {
    await browser.close()
    await office[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    const viewport = { width: 360, height: 740 }
    const context = await browser.newContext({ javaScriptEnabled, viewport, locale: 'zh-CN' })
    page = await context.newPage()
    return () => context.close()
  })

  /** Fits the screen, can be hit by a thumb, and axe finds nothing. */
  async function isSound(): Promise<void> {
    const width = await page.locator('body *').evaluateAll(rightmost)
    expect(width).toBeLessThanOrEqual(360)
    for (const box of await page
      .locator('button, select, input:not([type=hidden]):not([type=radio])')
      .all())
      expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    if (!javaScriptEnabled) return
    await page.evaluate(axe.source)
    const found = await page.evaluate<{ id: string }[]>('axe.run().then((r) => r.violations)')
    expect(found.map(({ id }) => id)).toEqual([])
  }

  test('is one request under 10 KB', async () => {
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const response = await page.goto(`${office.origin}/report`)
    expect(requests).toHaveLength(1)
    expect((await response?.body())?.byteLength).toBeLessThan(10 * 1024)
    await expectChineseGlyphs(page, 'h1')
    await isSound()
    await screenshot(page, 'report-360')
  })

  test('is written, mended, sent with a photo, followed and added to', async () => {
    await page.goto(`${office.origin}/report`)
    await page.locator('#text').fill('验收时要两条烟，不给就不签字。')
    await page.locator('button').click()
    await page.locator('[role=alert]').waitFor()
    expect(await page.locator('#text').inputValue()).toBe('验收时要两条烟，不给就不签字。')
    expect(await page.locator('.wrong').allTextContents()).toContain('请选择要反映什么。')
    await isSound()
    await page.locator('#wrong').selectOption('EXTORTION')
    await page.locator('input[name=named][value=no]').check()
    await page.locator('#accused').fill('一中')
    const photo = { name: '李四.jpg', mimeType: 'image/jpeg', buffer: phoneJpeg() }
    await page.locator('#files').setInputFiles([photo])
    await page.locator('button').click()
    await page.locator('[role=status]').waitFor()
    const [receipt = '', passphrase = ''] = (await page.locator('h2').allTextContents()).map(
      (text) => text.slice(3),
    )
    await isSound()
    await page.locator('a').click()
    await page.locator('#receipt').waitFor()
    await isSound()
    await page.locator('#receipt').fill(receipt)
    await page.locator('#passphrase').fill(passphrase)
    await page.locator('button').click()
    await page.locator('#files').waitFor()
    expect(await page.locator('li').first().textContent()).toContain('验收时要两条烟')
    expect(page.url()).toBe(`${office.origin}/report/follow`)
    await page.locator('#text').fill('九月一号上午')
    await page.locator('button').click()
    await page.locator('[role=status]').waitFor()
    await isSound()
    expect(await page.locator('main').textContent()).toContain('九月一号上午')
  })

  test('is opened by its handler, by keyboard, with a reason', async () => {
    const link = await handler(office, 'CaiGou').askForLink()
    await page.goto(office.origin + link)
    await isSound()
    await page.keyboard.press('Tab')
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    // Chromium takes this machine for safe, so the cookie that insists on https is held here too.
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({
      path: '/case',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
    })
    expect(page.url()).not.toContain(cookie?.value ?? '')
    await page.locator('select').first().waitFor()
    await isSound()
    await page.locator('select').first().selectOption('HANDLE')
    await page.locator('button').first().click()
    await page.locator('#text').waitFor()
    expect(await page.locator('li p').first().textContent()).toContain('验收时要两条烟')
    expect(Buffer.byteLength(await page.content())).toBeLessThan(10 * 1024)
    const photo = page.getByRole('link', { name: '打开照片1' })
    await photo.focus()
    const [shown] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(shown.suggestedFilename()).toMatch(/^\d{8}-\w{5}-1\.jpg$/)
    const bytes = await readFile(await shown.path())
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    await screenshot(page, 'case-360')
    await isSound()
    await page.locator('#text').fill('收到，正在核实')
    await page.locator('button', { hasText: '回复' }).first().click()
    await page.locator('[role=status]').waitFor()
    expect(await page.locator('main').textContent()).toContain('周采回复')

    await page.locator('#named').fill('没有这个单位')
    await page.locator('button[value=name]').click()
    await page.locator('[role=alert]').waitFor()
    expect(await page.locator('[role=alert]').textContent()).toContain('名单里没有这个名称')
    await page.locator('#named').fill('一中')
    await page.locator('button[value=name]').click()
    await page.locator('[role=status]').waitFor()
    expect(await page.locator('main').textContent()).toContain('回避　焦作市第一中学、教科文科')
    await isSound()
    const passphrase = '交接口令要足够长一点才行'
    await page.locator('#passphrase').fill(passphrase)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('button', { hasText: '导出加密文件' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^\d{8}-\w{5}\.sealed$/)
    const opened = openFile(await readFile(await file.path()), passphrase)
    expect(opened.ok && opened.value.toString()).toContain('验收时要两条烟')
  })
})

/** The right edge, in px, of the element that reaches furthest. Runs in the page. */
function rightmost(elements: Element[]): number {
  return Math.max(...elements.map((element) => element.getBoundingClientRect().right))
}
