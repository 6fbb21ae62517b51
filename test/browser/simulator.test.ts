import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserHere, expectChineseGlyphs } from '../support/browser.ts'
import { choose, type DemoService, startDemoService, write } from '../support/demo-start.ts'
import { screenshot } from '../support/screenshot.ts'

/** What a newcomer does first, with the demo office, through the real service. */
describe.runIf(browserHere)('the simulator before the real service', () => {
  let service: DemoService
  beforeAll(async () => {
    service = await startDemoService()
  })
  afterAll(() => service[Symbol.asyncDispose]())

  const events = () =>
    service.database.client.ledgerEvent.findMany({
      where: { kind: 'CONTRACT_SIGNED' },
      include: { person: true },
    })

  test('one sentence and one tap put a contract into the ledger', async () => {
    const before = await events()
    const page = await service.open(360, 740)
    await choose(page, '张敏')
    const log = page.getByRole('log')
    await write(page, '一中教学楼的合同昨天签了，318万')
    const submit = log.getByRole('button', { name: '提交' })
    await submit.waitFor()
    await screenshot(page, 'simulator-confirm-360')
    await submit.click()
    await log.getByText('已记入台账').waitFor()
    await expectChineseGlyphs(page, '.log .said')
    await screenshot(page, 'simulator-recorded-360')
    const recorded = (await events()).filter(({ id }) => !before.some((old) => old.id === id))
    expect(recorded.map(({ amount, person }) => [amount, person?.name])).toEqual([
      [318_000_000n, '张敏'],
    ])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })

  test('a report of payment hands out a link, and the supplier opens it from another phone', async () => {
    const page = await service.open(1200, 720)
    await choose(page, '张敏')
    const log = page.getByRole('log')
    await write(page, '一中教学楼昨天付了100万')
    await log.getByRole('button', { name: '提交' }).click()
    await log.getByText('满意度问卷').waitFor()
    await page.locator('.wire-entry').first().click()
    await screenshot(page, 'simulator-desk-1200')
    await page.locator('.people-group .person[title*="在普通微信里"]').click()
    await screenshot(page, 'simulator-supplier-1200')
    const [survey] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '打开问卷' }).click(),
    ])
    await survey.locator('input[name=paid][value=yes]').check()
    await survey.locator('input[name=help][value=no]').check()
    await survey.getByRole('button', { name: '提交' }).click()
    await survey.getByText('收到了，谢谢').waitFor()
    await survey.close()
    await page.getByText('已经填过').waitFor()
  })

  test('moving the clock to the next morning brings a section its digest', async () => {
    const page = await service.open(1200, 720)
    await page.getByRole('button', { name: '拨快时钟' }).click()
    const next = page.getByRole('button', { name: /到下一次提醒/ })
    // The afternoon's urgent list may come first; the morning's is at most the second.
    for (const _ of ['afternoon', 'morning']) {
      await next.click()
      await page.getByRole('status').filter({ hasText: '现在是' }).waitFor()
    }
    await page.getByText('已拨快').waitFor()
    await page.keyboard.press('Escape')
    const staff = page.locator('.people-group', { hasText: '科室人员' }).locator('.person')
    await staff.getByRole('img', { name: '有新消息' }).first().waitFor()
    await staff
      .filter({ has: page.getByRole('img', { name: '有新消息' }) })
      .first()
      .click()
    await page.getByRole('log').getByText('件事请您关注').waitFor()
    await screenshot(page, 'simulator-digest-1200')
  })
})
