import { rm } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cardMessage, textMessage, voteCard } from '../../src/wecom/index.ts'
import { browserHere, startBrowser } from '../support/browser.ts'
import { builtSimulatorPage } from '../support/simulator-page.ts'
import { confirming, type StandIn, standIn } from '../support/stand-in-bot.ts'

/** The page itself, before a bot that only confirms. */
describe.runIf(browserHere)("the simulator's page", () => {
  let browser: Browser
  let pageFolder: string
  let office: StandIn
  let context: BrowserContext
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
    const viewport = { width: 360, height: 740 }
    context = await browser.newContext({ viewport, locale: 'zh-CN' })
    return async () => {
      await context.close()
      await office[Symbol.asyncDispose]()
    }
  })

  async function open(): Promise<Page> {
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
  const kinds = () => office.arrived.map(({ kind }) => kind)

  test('a sentence, a card, a tap: under its own strict policy, without a complaint of the browser', async () => {
    const page = await open()
    await choose(page, '李梅')
    await write(page, '合同昨天签了')
    await page.getByRole('button', { name: '提交' }).dblclick()
    await page.getByRole('log').getByText('已记入台账').waitFor()
    expect(kinds()).toEqual(['subscribe', 'text', 'template_card_event'])
    expect(await page.getByRole('button', { name: '提交' }).count()).toBe(0)
    await page.getByRole('button', { name: '服务器所见' }).click()
    await page.locator('.wire-entry', { hasText: 'template_card_event' }).click()
    await page.getByText('<EventKey><![CDATA[submit]]></EventKey>').waitFor()
    expect(troubles).toEqual([])
  })

  test('a reload shows the same person and the same chat', async () => {
    const page = await open()
    await choose(page, '李梅')
    await write(page, '合同昨天签了')
    await page.getByRole('button', { name: '提交' }).waitFor()
    await page.reload()
    await page
      .getByRole('log', { name: /李梅/ })
      .getByText('合同昨天签了', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: '提交' }).waitFor()
  })

  test('a push to somebody else shows a dot until that phone is taken in hand', async () => {
    const page = await open()
    await choose(page, '李梅')
    await office.wecom.send({ to: ['wangqiang'], body: textMessage('王强，早上好。') })
    const dot = page.getByRole('img', { name: '有新消息' })
    await dot.first().waitFor()
    await page.getByRole('button', { name: '人员' }).click()
    expect(await page.getByRole('button', { name: /王强/ }).getByRole('img').count()).toBe(1)
    await choose(page, '王强')
    await page.getByRole('log').getByText('王强，早上好。').waitFor()
    expect(await dot.count()).toBe(0)
  })

  test('a vote needs a tick and sends what is ticked', async () => {
    const page = await open()
    await choose(page, '李梅')
    const card = voteCard({
      title: '这次办了哪几步',
      taskId: 'vote-1',
      key: 'choice',
      several: true,
      options: [
        { id: 'a', text: '合同签订' },
        { id: 'b', text: '合同公告' },
        { id: 'c', text: '合同备案' },
      ],
      submit: { text: '选好了', key: 'choose' },
    })
    await office.wecom.send({ to: ['limei'], body: cardMessage(card) })
    await page.getByRole('button', { name: '选好了' }).click()
    await page.getByText('请先选一项').waitFor()
    await page.getByRole('checkbox', { name: '合同签订' }).check()
    await page.getByRole('checkbox', { name: '合同备案' }).check()
    await page.getByRole('button', { name: '选好了' }).click()
    await page.getByRole('log').getByText('已记入台账').waitFor()
    const [tap] = office.arrived.filter(({ kind }) => kind === 'template_card_event')
    expect(tap).toMatchObject({
      eventKey: 'choose',
      selectedItems: [{ questionKey: 'choice', optionIds: ['a', 'c'] }],
    })
  })

  test('a picture and a voice message reach the bot', async () => {
    const page = await open()
    await choose(page, '李梅')
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '发样张' }).click()
    const picture = page.getByRole('img', { name: '图片' })
    await picture.waitFor()
    await expect.poll(() => picture.evaluate(naturalWidth)).toBe(720)
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '发语音' }).click()
    await page.getByText('语音 3 秒').waitFor()
    await expect.poll(kinds).toEqual(['subscribe', 'image', 'voice'])
  })

  test('foreign text is text, whatever it looks like', async () => {
    const page = await open()
    await choose(page, '李梅')
    const text = '<img src=x onerror=alert(1)> <a href="javascript:alert(1)">点我</a>'
    await office.wecom.send({ to: ['limei'], body: textMessage(text) })
    await page.getByRole('log').getByText('<img src=x onerror=alert(1)>').waitFor()
    expect(await page.locator('.log img, .log a').count()).toBe(0)
  })

  test('the clock only goes forward and says that it was moved', async () => {
    const page = await open()
    await page.getByRole('button', { name: '拨快时钟' }).click()
    await page.getByRole('button', { name: '快1天' }).click()
    await page.getByText('已拨快1天').waitFor()
    await page.getByRole('textbox', { name: '时间' }).fill('25:00')
    await page.getByRole('button', { name: '拨过去' }).click()
    await page.getByText('时间请写成').waitFor()
    await page.getByLabel('日期').selectOption({ index: 0 })
    await page.getByRole('textbox', { name: '时间' }).fill('0:00')
    await page.getByRole('button', { name: '拨过去' }).click()
    await page.getByText('这个时间已经过去了').waitFor()
  })

  test('a server that is away is said so, what was written stays, and nothing is lost when it is back', async () => {
    const page = await open()
    await choose(page, '李梅')
    await write(page, '第一句')
    await page.getByRole('button', { name: '提交' }).waitFor()
    await context.setOffline(true)
    await write(page, '第二句')
    await page.getByRole('status').filter({ hasText: '服务器没有应答' }).waitFor()
    expect(await page.getByRole('textbox', { name: '消息' }).inputValue()).toBe('第二句')
    await context.setOffline(false)
    await page.getByRole('button', { name: '发送', exact: true }).click()
    await page.getByRole('log').getByText('第二句').waitFor()
  })

  test('people are found by name or place, and a missing one is said to be missing', async () => {
    const page = await open()
    const search = page.getByRole('searchbox')
    await search.fill('教科文')
    expect(await page.locator('.person:visible').count()).toBe(1)
    await search.fill('没有这个人')
    await page.getByText('没有找到').waitFor()
  })
})

/** The width, in px, of the picture itself; 0 while it is not there. Runs in the page. */
function naturalWidth(image: Element): number {
  return image instanceof HTMLImageElement ? image.naturalWidth : 0
}
