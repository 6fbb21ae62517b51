import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { silentLog, systemClock, systemEntropy } from '../../src/base/index.ts'
import { readConfig } from '../../src/config.ts'
import { type RunningOffice, startOffice } from '../../src/running-office.ts'
import { startBrowser } from './browser.ts'
import { officeDatabase } from './database.ts'
import { freePort } from './listening.ts'

/** What a newcomer starts: the real service with the demo office and the simulator, and a browser before it. */
export interface DemoService extends AsyncDisposable {
  readonly browser: Browser
  readonly office: RunningOffice
  readonly database: Awaited<ReturnType<typeof officeDatabase>>
  /** The simulator's page in a window of that size. */
  open(width: number, height: number): Promise<Page>
}

/** Starts all of it; dispose of it afterwards. */
export async function startDemoService(): Promise<DemoService> {
  const [browser, database, dataDir] = await Promise.all([
    startBrowser(),
    officeDatabase(),
    mkdtemp(join(tmpdir(), 'caixiaozhu-')),
  ])
  const port = String(await freePort())
  const config = readConfig({ PORT: port, DATABASE_URL: database.url, DATA_DIR: dataDir })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  const office = await startOffice(config.value, {
    clock: systemClock,
    entropy: systemEntropy,
    log: silentLog,
    fetch,
  })
  return {
    browser,
    office,
    database,
    async open(width, height) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })
      const page = await context.newPage()
      await page.goto(office.simulatorUrl ?? '')
      return page
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await office.stop()
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** Takes somebody's phone in hand. */
export const choose = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name }).first().click()

/** Writes on that phone, and sends it. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: '消息' }).fill(text)
  await page.getByRole('button', { name: '发送', exact: true }).click()
}
