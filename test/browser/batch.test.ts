import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserHere } from '../support/browser.ts'
import { choose, type DemoService, startDemoService, write } from '../support/demo-start.ts'
import { screenshot } from '../support/screenshot.ts'

/** Several facts in one sentence, and the form that helps out, on a phone. */
describe.runIf(browserHere)('a batch in the simulator, 360 pixels wide', () => {
  let service: DemoService
  beforeAll(async () => {
    service = await startDemoService()
  })
  afterAll(() => service[Symbol.asyncDispose]())

  async function phoneOf(name: string): Promise<Page> {
    const page = await service.open(360, 740)
    await choose(page, name)
    return page
  }

  test('three facts stand on one card, and one tap records them', async () => {
    const before = await service.database.client.ledgerEvent.count()
    const page = await phoneOf('张敏')
    const log = page.getByRole('log')
    await write(
      page,
      '一中教学楼的合同昨天签了，318万；一中教学楼昨天付了100万；一中教学楼今天申请验收了',
    )
    await log.getByText('请核对这3件').waitFor()
    await screenshot(page, 'simulator-batch-360')
    await log.getByRole('button', { name: '提交' }).click()
    await log.getByText('第3件').last().waitFor()
    expect(await service.database.client.ledgerEvent.count()).toBe(before + 3)
    await screenshot(page, 'simulator-batch-recorded-360')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })

  test('after three failures the form opens from the card, fits the screen and fills the draft', async () => {
    const page = await phoneOf('张敏')
    const log = page.getByRole('log')
    await write(page, '一中学生课桌椅合同昨天签了')
    await log.getByText('金额是多少').waitFor()
    for (const text of ['老样子', '还是那个样子']) {
      await write(page, text)
      await log.getByText(`没看出“${text}”`).waitFor()
    }
    await write(page, '就那样')
    const link = page.locator('a[href*="/f/"]').last()
    const url = await link.getAttribute('href')
    const form = await page.context().newPage()
    await form.goto(url ?? '')
    await screenshot(form, 'form-360')
    expect(await form.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await form.evaluate(axe.source)
    const found = await form.evaluate<{ id: string }[]>('axe.run().then((r) => r.violations)')
    expect(found.map(({ id }) => id)).toEqual([])
    await form.locator('[name=amount]').fill('多少钱')
    await form.getByRole('button').first().click()
    await form.locator('#amount-wrong').waitFor()
    // The field that is wrong is the one in view.
    expect(await form.locator('#amount').evaluate((it) => it === document.activeElement)).toBe(true)
    await screenshot(form, 'form-wrong-360')
    await form.locator('[name=amount]').fill('12万')
    await form.getByRole('button').first().click()
    await form.getByText('请回到企业微信').waitFor()
    await log.getByText('请核对').last().waitFor()
  })
})
