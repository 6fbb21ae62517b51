import type { ContractWording } from './contract-wording.ts'
import { html } from './html.ts'
import { page } from './layout.ts'
import { qrPicture } from './qr.ts'

/** What is handed to a party on paper or on a screen. */
export interface HandOut {
  readonly project: string
  readonly unit: string
  readonly party: string
  /** The contract's page. */
  readonly url: string
  /** The same contract in 微信客服; absent where that is off or away. */
  readonly kfUrl?: string
  /** Where WeCom shows the QR of the party's contact at the office; absent where that is off or away. */
  readonly contactUrl?: string
  /** For 微信客服, read aloud or typed. */
  readonly code: string
}

/** A page to print: whose it is, the QR of the contract's page, and that of 微信客服 with the code. */
export function qrPage(say: ContractWording['say'], given: HandOut, token: string): string {
  const { project, unit, party, url, kfUrl, contactUrl, code } = given
  const kf =
    kfUrl === undefined
      ? undefined
      : html`<section><h2>${say('qr-kf')}</h2>${qrPicture(kfUrl, say('qr-kf'))}<p class="note">${say('qr-code', { code })}</p></section>`
  const contact =
    contactUrl === undefined
      ? undefined
      : html`<section><h2>${say('qr-contact')}</h2><p><a href="${contactUrl}">${say('qr-contact-open')}</a></p><p class="note">${say('qr-contact-note')}</p></section>`
  return page(
    say('qr-title'),
    html`<h1>${say('qr-title')}</h1><section><p>${say('project', { project })}</p><p>${say('unit', { unit })}</p><p>${say('party', { party })}</p></section><section><h2>${say('qr-page')}</h2>${qrPicture(url, say('qr-page'))}</section>${kf}${contact}<p><a href="../${token}">${say('qr-open')}</a></p><p class="note">${say('qr-note')}</p>`,
  )
}
