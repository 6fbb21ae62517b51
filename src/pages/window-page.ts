import type { RouterContext } from '@koa/router'
import type { ContractWording } from './contract-wording.ts'
import { html } from './html.ts'
import { page } from './layout.ts'
import { answer } from './link-guard.ts'
import { qrPicture } from './qr.ts'

/** What the office's own page shows to whoever comes: the same for everybody. */
export interface WindowParts {
  /** The way to 微信客服; undefined where that is off or away. */
  way(): Promise<string | undefined>
  /** Where complaints are handed in; undefined where there is no channel. */
  readonly reportUrl?: string
  readonly say: ContractWording['say']
}

/** `GET /window`: the office's QR to hang up or to print; it says nothing of any unit, contract or party. */
export function windowRoutes(parts: WindowParts) {
  const { say, reportUrl } = parts
  const section = (heading: string, url: string) =>
    html`<section><h2>${heading}</h2>${qrPicture(url, heading)}</section>`
  return [
    {
      method: 'get',
      path: '/window',
      gate: 'public-page',
      async handle(ctx: RouterContext): Promise<void> {
        const url = await parts.way()
        const ways = [
          ...(url === undefined ? [] : [section(say('window-kf'), url)]),
          ...(reportUrl === undefined ? [] : [section(say('window-report'), reportUrl)]),
        ]
        const note = ways.length > 0 ? say('window-note') : say('window-closed')
        answer(
          ctx,
          200,
          page(
            say('window-title'),
            html`<h1>${say('window-title')}</h1>${ways}<p class="note">${note}</p>`,
          ),
        )
      },
    },
  ] as const
}
