import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { expect } from 'vitest'
import { browserHere, chromium } from './chromium.ts'

export { browserHere } from './chromium.ts'

if (!browserHere) {
  process.stderr.write(
    'browser tests need linux-x64, or E2E_CHROMIUM naming a Chromium: they do not run here\n',
  )
}

/** One real Chromium for a test file; close it at the end. */
export async function startBrowser(): Promise<Browser> {
  const { program, env } = await chromium()
  return playwright.launch({
    executablePath: program,
    env: { ...process.env, ...env },
    // Not the package's own list of arguments: that one switches web security off.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--lang=zh-CN',
    ],
  })
}

/** Fails unless every glyph of the element comes from Noto Sans SC: a missing font would show boxes. */
export async function expectChineseGlyphs(page: Page, selector: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('DOM.enable')
  await cdp.send('CSS.enable')
  const { root } = await cdp.send('DOM.getDocument')
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { fonts } = await cdp.send('CSS.getPlatformFontsForNode', { nodeId })
  await cdp.detach()
  expect(fonts.map((font) => font.familyName)).toEqual(['Noto Sans SC'])
}
