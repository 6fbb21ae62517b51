import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

/** Keeps a picture of the page in test/browser/screenshots when SCREENSHOTS is set; the README shows some of them. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return
  const path = fileURLToPath(new URL(`../browser/screenshots/${name}.png`, import.meta.url))
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path })
}
