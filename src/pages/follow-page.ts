import type { Outcome } from '../cases/index.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { type NotePiece, notePage, pageButtons } from './paging.ts'
import { field, filesField } from './report-page.ts'
import type { ReportWording } from './report-wording.ts'

type Say = ReportWording['say']

/** What the reporter types to come back. */
export interface FollowKey {
  readonly receipt: string
  readonly passphrase: string
}

/** A grievance as its reporter sees it; days as people say them. */
export interface FollowedReport {
  readonly state: 'open' | 'accepted' | 'paused' | 'decided'
  readonly outcome: Outcome | undefined
  readonly notes: readonly {
    readonly side: 'reporter' | 'office'
    readonly act: 'FILE' | 'SAY' | 'REPLY' | 'ACCEPT' | 'PAUSE' | 'RESUME' | 'DECIDE'
    readonly day: string
    readonly text: string
    readonly pictures: number
  }[]
}

/** The page that asks for number and passphrase. */
export function askPage(say: Say, receipt = '', wrong?: 'not-found' | 'slow'): string {
  const alarm = wrong && html`<p class="wrong" role="alert">${say(wrong)}</p>`
  const number = html`<input type="text" id="receipt" name="receipt" value="${receipt}">`
  const secret = html`<input type="text" id="passphrase" name="passphrase">`
  return page(
    say('follow-title'),
    html`<h1>${say('follow-title')}</h1>${alarm}<form method="post" action="/report/follow" autocomplete="off"><section>${field('receipt', say('receipt'), undefined, number)}${field('passphrase', say('passphrase'), undefined, secret)}</section><button>${say('look')}</button></form>`,
  )
}

/** Bytes of what was said, on a page that stays below 10 KB. */
const HISTORY = 6_000

/** The page of one grievance, with a field to say more. The key goes along in the form, never in an address. */
export function followPage(
  say: Say,
  report: FollowedReport,
  key: FollowKey,
  form: {
    readonly text: string
    readonly wrong?: string
    readonly sent?: boolean
    /** Which page of the history; the newest where absent. */
    readonly part?: number | undefined
  } = { text: '' },
): string {
  const outcome = report.outcome ? say(`outcome-${report.outcome}`) : ''
  const state = say(`state-${report.state}`, { outcome })
  const shown = notePage(report.notes, HISTORY, form.part)
  const notes = shown.pieces.map((piece) => noteLine(say, piece))
  const thanks = form.sent ? html`<p class="good" role="status">${say('sent')}</p>` : undefined
  const alarm = form.wrong && html`<p class="wrong" role="alert">${form.wrong}</p>`
  const secret = html`<input type="hidden" name="receipt" value="${key.receipt}"><input type="hidden" name="passphrase" value="${key.passphrase}">`
  const hidden = html`${secret}<input type="hidden" name="act" value="say">`
  const buttons = pageButtons(say, shown, ['earlier', 'later'])
  const pages =
    buttons &&
    html`<form method="post" action="/report/follow" enctype="multipart/form-data" autocomplete="off">${secret}${buttons}</form>`
  const words = html`<textarea id="text" name="text">${form.text}</textarea>`
  return page(
    say('follow-title'),
    html`<h1>${say('follow-title')}</h1>${thanks}<section><p>${state}</p><ul>${notes}</ul>${pages}</section>${alarm}<form method="post" action="/report/follow" enctype="multipart/form-data" autocomplete="off"><section>${hidden}${field('text', say('more'), undefined, words)}${filesField(say, undefined)}</section><button>${say('send')}</button></form>`,
  )
}

function noteLine(
  say: Say,
  { note, text, goesOn }: NotePiece<FollowedReport['notes'][number]>,
): Html {
  const who = say(note.side === 'reporter' ? 'you' : 'office', { day: note.day })
  const pictures = note.pictures > 0 ? say('pictures', { count: note.pictures }) : ''
  const beside = goesOn ? say('goes-on') : pictures
  return html`<li><span class="note">${who}${say(`act-${note.act}`)}${beside}</span>${text === '' ? undefined : html`<p>${text}</p>`}</li>`
}
