import type { Server } from 'node:http'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { silentLog, systemClock, systemEntropy } from '../../src/base/index.ts'
import { createHttpServer } from '../../src/http/index.ts'
import {
  createLinkBinding,
  createLinkPass,
  createSurveyWatch,
  explanationPage,
  keepHalves,
  loadPageWording,
  loadSurveys,
  type SurveyAnswer,
  surveyRoutes,
} from '../../src/pages/index.ts'
import { type Addressee, loadSurveyPolicy } from '../../src/surveys/index.ts'
import type { Visitor } from '../../src/wecom/index.ts'
import { browserHere, expectChineseGlyphs, startBrowser } from '../support/browser.ts'
import { closed, listening } from '../support/listening.ts'
import { screenshot } from '../support/screenshot.ts'

const TOKEN = 'a-token-of-the-test'

/** A desk that knows one link and takes it once. */
function deskOfOne(addressee?: Addressee) {
  const taken: SurveyAnswer[] = []
  const known = (token: string) => token === TOKEN
  return {
    taken,
    async open(token: string) {
      if (!known(token)) return { kind: 'unknown' as const }
      if (taken.length > 0) return { kind: 'used' as const }
      return {
        kind: 'open' as const,
        occasion: 'PAID',
        party: '焦作市宏达建筑工程有限公司',
        project: '一中教学楼维修改造',
        unit: '焦作市第一中学',
        anonymousOnly: false,
        ...(addressee && { addressee }),
      }
    },
    async take(token: string, answer: SurveyAnswer) {
      if (!known(token)) return 'unknown' as const
      if (taken.length > 0) return 'used' as const
      taken.push(answer)
      return 'taken' as const
    },
  }
}

describe.runIf(browserHere).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the survey page %s, on a phone', (_, javaScriptEnabled) => {
  let browser: Browser
  let server: Server
  let origin: string
  let desk: ReturnType<typeof deskOfOne>
  let page: Page
  let visitor: Visitor

  beforeAll(async () => {
    browser = await startBrowser()
    const { say } = loadPageWording()
    const current = { open: (t: string) => desk.open(t), take: takeNow }
    server = createHttpServer({
      routes: surveyRoutes({
        desk: current,
        surveys: loadSurveys(),
        say,
        isComplaint: () => false,
        halves: keepHalves(false),
        binding: createLinkBinding({
          pass: createLinkPass({
            ...{ clock: systemClock, entropy: systemEntropy, secure: false },
            secrets: ['a secret of the tests, 32 bytes or so'],
          }),
          say,
          publicOrigin: 'https://office.test',
          anyBrowser: false,
          // 微信, which recognises whoever comes and sends her back at once.
          signInPage: ({ returnTo, state }) =>
            `${origin}${new URL(returnTo).pathname}?code=c&state=${state}`,
          whoCame: async () => visitor,
        }),
        watch: createSurveyWatch(loadSurveyPolicy(), {
          clock: systemClock,
          entropy: systemEntropy,
        }),
      }),
      log: silentLog,
      isAway: () => false,
      explain: explanationPage(say),
    })
    origin = await listening(server)
  })
  const takeNow = (token: string, answer: SurveyAnswer) => desk.take(token, answer)

  afterAll(async () => {
    await browser.close()
    await closed(server)
  })

  beforeEach(async () => {
    desk = deskOfOne()
    const viewport = { width: 360, height: 740 }
    const context = await browser.newContext({ javaScriptEnabled, viewport, locale: 'zh-CN' })
    page = await context.newPage()
    return () => context.close()
  })

  /** axe finds nothing; it needs the page's own scripting. */
  async function isSound(): Promise<void> {
    if (!javaScriptEnabled) return
    await page.evaluate(axe.source)
    const found = await page.evaluate<{ id: string }[]>('axe.run().then((r) => r.violations)')
    expect(found.map(({ id }) => id)).toEqual([])
  }

  const open = () => page.goto(`${origin}/s/${TOKEN}`)
  const choose = (name: string, value: string) =>
    page.locator(`input[name=${name}][value="${value}"]`).check()
  const layOpen = () => page.getByRole('checkbox', { name: '请采购科看原话' })
  const submit = () => page.getByRole('button', { name: '提交' }).click()

  test('is one request under 10 KB in Chinese glyphs and needs no sideways scrolling', async () => {
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const response = await open()
    expect((await response?.body())?.length).toBeLessThan(10 * 1024)
    // A browser asks for an icon by itself; it is no part of the page.
    expect(requests.filter((url) => !url.endsWith('/favicon.ico'))).toHaveLength(1)
    await expectChineseGlyphs(page, 'h1')
    await expectChineseGlyphs(page, 'button')
    const box = await page.locator('main').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(360)
    expect(await page.locator('label').evaluateAll(rightmost)).toBeLessThanOrEqual(360)
    await screenshot(page, 'survey-360')
    await isSound()
  })

  test('half filled in is put aside on the phone alone, and gone on with', async () => {
    await open()
    await choose('score1', '4')
    await choose('help', 'yes')
    await page.locator('textarea').fill('付款慢 & 100% <b>慢</b>')
    // Asking for help with the name beside it does not tick it.
    expect(await layOpen().isChecked()).toBe(false)
    await layOpen().check()
    await page.getByRole('button', { name: '稍后接着填' }).click()
    expect(await page.locator('h1').textContent()).toBe('先存下了')
    expect(desk.taken).toEqual([])
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ path: `/s/${TOKEN}`, httpOnly: true })
    await open()
    expect(await page.locator('input[name=score1][value="4"]').isChecked()).toBe(true)
    expect(await page.locator('input[name=help][value=yes]').isChecked()).toBe(true)
    expect(await page.locator('textarea').inputValue()).toBe('付款慢 & 100% <b>慢</b>')
    expect(await layOpen().isChecked()).toBe(true)
    await choose('paid', 'no')
    for (const name of ['score2', 'score3', 'score4', 'score5']) await choose(name, '5')
    await submit()
    await page.locator('h1', { hasText: '收到了，谢谢' }).waitFor()
    expect(desk.taken).toMatchObject([{ anonymous: { laidOpen: true } }])
    expect(await page.context().cookies()).toEqual([])
  })

  test('is filled in and sent by keyboard alone', async () => {
    await open()
    const chosen = new Set<string>()
    for (let n = 0; n < 40 && chosen.size < 7; n++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      const name = (await focused.getAttribute('name')) ?? ''
      if ((await focused.getAttribute('type')) !== 'radio' || chosen.has(name)) continue
      await page.keyboard.press('Space')
      chosen.add(name)
    }
    expect([...chosen].sort()).toEqual([
      ...['help', 'paid', 'score1', 'score2', 'score3', 'score4', 'score5'],
    ])
    await Promise.all([page.waitForLoadState('load'), page.keyboard.press('Enter')])
    await page.locator('h1', { hasText: '收到了，谢谢' }).waitFor()
    expect(desk.taken).toHaveLength(1)
    await isSound()
  })

  test('keeps what was filled in while something is missing, then takes it', async () => {
    await open()
    await choose('score1', '4')
    await choose('paid', 'no')
    await page.locator('textarea').fill('希望按期付款 <b>谢谢</b>')
    await layOpen().check()
    await submit()
    expect(await page.getByRole('alert').textContent()).toContain('标红')
    await isSound()
    expect(await page.locator('input[name=score1][value="4"]').isChecked()).toBe(true)
    expect(await page.locator('input[name=paid][value=no]').isChecked()).toBe(true)
    expect(await page.locator('textarea').inputValue()).toBe('希望按期付款 <b>谢谢</b>')
    expect(await layOpen().isChecked()).toBe(true)
    expect(desk.taken).toEqual([])

    await choose('help', 'yes')
    for (const name of ['score2', 'score3', 'score4', 'score5']) await choose(name, '5')
    await submit()
    expect(await page.locator('h1').textContent()).toBe('收到了，谢谢')
    expect(desk.taken).toEqual([
      {
        help: true,
        paid: 'no',
        anonymous: {
          scores: [4, 5, 5, 5, 5],
          comment: '希望按期付款 <b>谢谢</b>',
          laidOpen: true,
          signs: expect.any(Array),
        },
      },
    ])
  })

  test('counts once: the link then says that it was used', async () => {
    await open()
    await choose('paid', 'yes')
    await choose('help', 'no')
    await submit()
    expect(await page.locator('h1').textContent()).toBe('收到了，谢谢')
    await open()
    expect(await page.locator('h1').textContent()).toBe('已经提交过了')
    expect(await page.locator('form').count()).toBe(0)
    expect(desk.taken).toHaveLength(1)
  })

  test('a link that is bound to one 微信 says in every case what to do, on a page as sound as the others', async () => {
    desk = deskOfOne({ hash: '0'.repeat(64), isNamed: true })
    const says = async (title: string): Promise<void> => {
      expect(await page.locator('h1').textContent()).toBe(title)
      const sentences = await page.locator('h1,p').allTextContents()
      expect(sentences.join('')).not.toMatch(/宏达|一中|[A-Za-z!！]/)
      expect(await page.locator('h1,p,a,textarea').evaluateAll(rightmost)).toBeLessThanOrEqual(360)
      await isSound()
    }
    await open()
    expect(await page.getByLabel('要复制的链接').inputValue()).toBe(
      `https://office.test/s/${TOKEN}`,
    )
    await says('请在微信里打开')
    const viewport = { width: 360, height: 740 }
    const context = await browser.newContext({
      ...{ javaScriptEnabled, viewport, locale: 'zh-CN' },
      userAgent: 'MicroMessenger/8.0.49',
    })
    page = await context.newPage()
    for (const [who, title] of [
      [{ kind: 'member' }, '这个链接不是发给您的'],
      [{ kind: 'outsider' }, '微信没有认出您'],
      [{ kind: 'away' }, '微信暂时没有回应'],
      [{ kind: 'stale' }, '还没有打开'],
    ] as const) {
      visitor = who
      await open()
      await says(title)
    }
    // Unproved as she is, what she fills in is not lost: the next page leads back to it.
    desk = deskOfOne()
    await open()
    await choose('score3', '2')
    desk = deskOfOne({ hash: '0'.repeat(64), isNamed: false })
    await submit()
    await says('还没有提交')
    visitor = { kind: 'outsider' }
    await page.getByRole('link', { name: '再打开一次' }).click()
    expect(await page.locator('input[name=score3][value="2"]').isChecked()).toBe(true)
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/s/${TOKEN}`)
    await isSound()
    await context.close()
  })

  test('an invented link reveals nothing', async () => {
    const response = await page.goto(`${origin}/s/invented`)
    expect(response?.status()).toBe(404)
    expect(await page.locator('body').textContent()).not.toContain('宏达')
  })
})

/** The right edge, in px, of the element that reaches furthest. Runs in the page. */
function rightmost(elements: Element[]): number {
  return Math.max(...elements.map((element) => element.getBoundingClientRect().right))
}
