import { type Html, html } from './html.ts'
import type { PageWording } from './wording.ts'

/** The way from a supplier's page to the confidential one. */
export const reportLink = (common: PageWording['say']): Html =>
  html`<p><a href="/report">${common('report-link')}</a></p>`

/** Whether a text is a complaint (投诉、举报), which must not be kept where the unit or its section reads it. */
export type IsComplaint = (text: string) => boolean
