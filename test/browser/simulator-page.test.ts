import { rm } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { browserHere, expectChineseGlyphs, startBrowser } from '../support/browser.ts'
import { screenshot } from '../support/screenshot.ts'
import { builtSimulatorPage } from '../support/simulator-page.ts'
import { confirming, type StandIn, standIn } from '../support/stand-in-bot.ts'

describe.runIf(browserHere)('the simulator in a browser', () => {
  let browser: Browser
  let pageFolder: string
  let office: StandIn
  const troubles: string[] = []

  beforeAll(async () => {
    ;[browser, pageFolder] = await Promise.all([startBrowser(), builtSimulatorPage()])
  })
  afterAll(async () => {
    await browser.close()
    await rm(pageFolder, { recursive: true })
  })
  beforeEach(async () => {
    troubles.length = 0
    office = await standIn({ ports: { pageFolder }, answer: confirming })
    return () => office[Symbol.asyncDispose]()
  })

  async function open(width: number, height: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })
    const page = await context.newPage()
    page.on('console', (entry) => entry.type() === 'error' && troubles.push(entry.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    await page.goto(`${office.origin}/simulator`)
    return page
  }
  const choose = (page: Page, name: string) => page.getByRole('button', { name }).first().click()
  async function write(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox', { name: '消息' }).fill(text)
    await page.getByRole('button', { name: '发送', exact: true }).click()
  }

  test('a sentence, a card, a tap: recorded, on a phone', async () => {
    const page = await open(360, 740)
    await screenshot(page, 'dev-people-360')
    await choose(page, '李梅')
    await write(page, '一中教学楼的合同昨天签了，318万')
    const submit = page.getByRole('button', { name: '提交' })
    await submit.waitFor()
    await screenshot(page, 'dev-card-360')
    await submit.click()
    const log = page.getByRole('log')
    await log.getByText('已记入台账').waitFor()
    expect(await submit.count()).toBe(0)
    await log.getByText('已提交').waitFor()
    await screenshot(page, 'dev-chat-360')
    await expectChineseGlyphs(page, '.log .said')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(office.arrived.map(({ kind }) => kind)).toEqual([
      'subscribe',
      'text',
      'template_card_event',
    ])
    expect(troubles).toEqual([])
  })

  test('desk', async () => {
    const page = await open(1280, 800)
    await choose(page, '李梅')
    await write(page, '一中教学楼的合同昨天签了，318万')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('log').getByText('已记入台账').waitFor()
    await page.locator('.wire-entry summary').nth(1).click()
    await page.getByRole('button', { name: '更多' }).click()
    await screenshot(page, 'dev-desk-1280')
    await page.getByRole('button', { name: '拨快时钟' }).click()
    await screenshot(page, 'dev-clock-1280')
    expect(troubles).toEqual([])
  })
})
