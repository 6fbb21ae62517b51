import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemEntropy } from '../../src/base/index.ts'
import { invite, loadSurveyPolicy } from '../../src/surveys/index.ts'
import { browserHere, expectChineseGlyphs, startBrowser } from '../support/browser.ts'
import { openBusiness } from '../support/business.ts'
import {
  buildLiaison,
  buildParty,
  buildProject,
  buildSection,
  buildStaff,
  buildUnit,
} from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { screenshot } from '../support/screenshot.ts'

/** A real service with a contract that was accepted and is said to be paid; the standing link to it. */
async function contract(office: TestOffice): Promise<string> {
  const { client } = office.database
  const business = await openBusiness(office.database)
  const section = await buildSection(client, { name: '教科文科' })
  const unit = await buildUnit(client, { name: '焦作市第一中学', sectionId: section.id })
  const liaison = await buildLiaison(client, unit.id, { userid: 'ZhangMin', name: '张敏' })
  await buildStaff(client, section.id, { userid: 'suxing', name: '苏醒' })
  await client.personContact.create({ data: { personId: liaison.id, mobile: '13800000001' } })
  const supplier = await buildParty(client, { name: '焦作市宏达建筑工程有限公司', isSme: true })
  const name = '焦作市第一中学教学楼维修改造'
  const { lotId } = await buildProject(client, { unitId: unit.id, supplierId: supplier.id, name })
  await business.tell(lotId, 'CONTRACT_SIGNED', '2026-06-01', { yuan: '3180000' })
  await business.tell(lotId, 'ACCEPTED', '2026-07-20')
  const paid = await business.tell(lotId, 'PAID', '2026-09-10', { yuan: '1000000' })
  const means = { entropy: systemEntropy, at: office.clock.now(), policy: loadSurveyPolicy() }
  const outcome = await office.database.transaction((tx) => invite(tx, paid, means))
  if (outcome.kind !== 'invited' || !outcome.page) throw new Error(outcome.kind)
  return `${office.origin}/p/${outcome.page}`
}

describe.runIf(browserHere).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a contract of one’s own %s, on a phone', (_, javaScriptEnabled) => {
  let browser: Browser
  let office: TestOffice
  let page: Page
  let link: string

  beforeAll(async () => {
    browser = await startBrowser()
    office = await openOffice('2026-09-11T09:30:00+08:00')
    link = await contract(office)
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

  test('is one request under 10 KB, fits the screen, and axe finds nothing', async () => {
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const response = await page.goto(link)
    expect(requests).toHaveLength(1)
    expect((await response?.body())?.byteLength).toBeLessThan(10 * 1024)
    await expectChineseGlyphs(page, 'h1')
    const width = await page.locator('body *').evaluateAll(rightmost)
    expect(width).toBeLessThanOrEqual(360)
    for (const box of await page.locator('button').all()) {
      expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    await screenshot(page, 'contract-360')
    if (!javaScriptEnabled) return
    // The page's own policy lets no script in; the debugger may.
    await page.evaluate(axe.source)
    const found = await page.evaluate<{ id: string }[]>('axe.run().then((r) => r.violations)')
    expect(found.map(({ id }) => id)).toEqual([])
  })

  test('takes 还没收到 by keyboard alone, and says what follows', async () => {
    await page.goto(link)
    const button = page.locator('button', { hasText: '还没收到' }).first()
    for (let n = 0; n < 12; n++) {
      if (await button.evaluate((element) => element === document.activeElement).catch(() => false))
        break
      await page.keyboard.press('Tab')
    }
    await Promise.all([page.waitForLoadState('load'), page.keyboard.press('Enter')])
    await page.locator('[role=status]').waitFor()
    expect(await page.locator('form').first().textContent()).toContain('您答的是“还没收到”')
    expect(await page.locator('form').first().textContent()).toContain('已请采购单位核对')
    await screenshot(page, 'contract-answered-360')
  })
})

/** The right edge, in px, of the element that reaches furthest. Runs in the page. */
function rightmost(elements: Element[]): number {
  return Math.max(...elements.map((element) => element.getBoundingClientRect().right))
}
