import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemEntropy } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import { loadIssuePolicy, openIssue } from '../../src/cases/index.ts'
import { browserHere, expectChineseGlyphs, startBrowser } from '../support/browser.ts'
import { buildParty, buildProject, buildUnit } from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'

/** A supplier's call for help; the way to its page. */
async function asked(office: TestOffice): Promise<string> {
  const { client } = office.database
  const unit = await buildUnit(client, { name: '焦作市第一中学' })
  const supplier = await buildParty(client)
  const { lotId } = await buildProject(client, { unitId: unit.id, supplierId: supplier.id })
  const wanted = {
    ...{ origin: 'LINK' as const, kind: 'NOT_PAID' as const, unitId: unit.id, lotId },
    ...{ partyId: supplier.id, text: '合同款一直没有付', onceKey: 'test' },
  }
  const means = {
    ...{ calendar: calendarOf(loadYears()), issues: loadIssuePolicy() },
    ...{ at: office.clock.now(), entropy: systemEntropy },
  }
  const opened = await office.database.transaction((tx) => openIssue(tx, wanted, means))
  if (!opened) throw new Error('not opened')
  return `${office.origin}/h/${opened.token}`
}

describe.runIf(browserHere).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the page of a call for help %s, on a phone', (_, javaScriptEnabled) => {
  let browser: Browser
  let office: TestOffice
  beforeAll(async () => {
    browser = await startBrowser()
    office = await openOffice('2026-09-10T10:00:00+08:00')
  })
  afterAll(async () => {
    await browser.close()
    await office[Symbol.asyncDispose]()
  })

  test('is one request under 10 KB, sound, and takes a word', async () => {
    const viewport = { width: 360, height: 740 }
    const context = await browser.newContext({ javaScriptEnabled, viewport, locale: 'zh-CN' })
    const page = await context.newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const response = await page.goto(await asked(office))
    expect(requests).toHaveLength(1)
    expect((await response?.body())?.byteLength).toBeLessThan(10 * 1024)
    await expectChineseGlyphs(page, 'h1')
    const width = await page.locator('body *').evaluateAll(rightmost)
    expect(width).toBeLessThanOrEqual(360)
    if (javaScriptEnabled) {
      await page.evaluate(axe.source)
      const found = await page.evaluate<{ id: string }[]>('axe.run().then((r) => r.violations)')
      expect(found.map(({ id }) => id)).toEqual([])
    }
    await page.locator('#text').fill('还是没有到账')
    await page.locator('button', { hasText: '发送' }).click()
    await page.locator('[role=status]').waitFor()
    expect(await page.locator('main').textContent()).toContain('还是没有到账')
    await context.close()
  })
})

/** The right edge, in px, of the element that reaches furthest. Runs in the page. */
function rightmost(elements: Element[]): number {
  return Math.max(...elements.map((element) => element.getBoundingClientRect().right))
}
