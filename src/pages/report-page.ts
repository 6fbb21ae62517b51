import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { EMPTY_REPORT, type FilledReport, MOST_FILES, type ReportMistakes } from './report-form.ts'
import type { ReportWording, Wrong } from './report-wording.ts'

type Say = ReportWording['say']

/** What the reporter is told once it is kept. */
export interface ReportReceipt {
  readonly receipt: string
  readonly passphrase: string
  /** Days as people say them; `basis` is the article of a 投诉, undefined for the bureau's own target. */
  readonly day: string
  readonly due: string
  readonly basis: string | undefined
}

/** The form; with `mistakes` it names what is wrong and keeps every word. */
export function reportPage(
  say: Say,
  wrongs: readonly Wrong[],
  once: string,
  filled: FilledReport = EMPTY_REPORT,
  mistakes?: ReportMistakes & { readonly hadFiles: boolean },
): string {
  const top = html`<h1>${say('title')}</h1><section><p>${say('intro')}</p><p>${say('anonymous-note')}</p><p class="note">${say('advice')}</p><p class="note">${say('disciplinary')}</p><p><a href="/report/follow">${say('follow-link')}</a></p></section>`
  const again = mistakes?.hadFiles ? html` ${say('again-files')}` : undefined
  const alarm = mistakes && html`<p class="wrong" role="alert">${say('check')}${again}</p>`
  const options = wrongs.map(
    ({ key, label }) =>
      html`<option value="${key}"${chosen(filled.wrong === key, 'selected')}>${label}</option>`,
  )
  const what = field(
    'wrong',
    say('wrong'),
    mistakes?.wrong,
    html`<select id="wrong" name="wrong"><option value="">${say('choose')}</option>${options}</select>`,
  )
  const named = (['no', 'yes'] as const).map(
    (value) =>
      html`<label><input type="radio" name="named" value="${value}"${chosen(filled.named === value, 'checked')}>${say(`named-${value}`)}</label>`,
  )
  return page(
    say('title'),
    html`${top}${alarm}<form method="post" action="/report" enctype="multipart/form-data" autocomplete="off"><section><input type="hidden" name="once" value="${once}">${what}<fieldset><legend>${say('named')}</legend>${wrongLine(mistakes?.named)}${named}</fieldset>${line('reporter', say('reporter'), filled, mistakes)}${line('accused', say('accused'), filled, mistakes)}${line('project', say('project'), filled, mistakes)}${field('text', say('text'), mistakes?.text, html`<textarea id="text" name="text" rows="8">${filled.text}</textarea>`)}${filesField(say, mistakes?.files)}</section><button>${say('submit')}</button></form>`,
  )
}

/** The field for pictures. */
export function filesField(say: Say, wrong: string | undefined): Html {
  const input = html`<input type="file" id="files" name="files" accept="image/jpeg,image/png,image/webp" multiple>`
  return html`${field('files', say('files', { count: MOST_FILES }), wrong, input)}<p class="note">${say('files-note')}</p>`
}

/** A labelled field, with what is wrong with it. */
export function field(id: string, label: string, wrong: string | undefined, input: Html): Html {
  return html`<p><label for="${id}">${label}</label></p>${wrongLine(wrong)}${input}`
}

/** A labelled line of text. */
function line(
  name: 'reporter' | 'accused' | 'project',
  label: string,
  filled: FilledReport,
  mistakes: ReportMistakes | undefined,
): Html {
  const input = html`<input type="text" id="${name}" name="${name}" value="${filled[name]}">`
  return field(name, label, mistakes?.[name], input)
}

const wrongLine = (wrong: string | undefined): Html | undefined =>
  wrong === undefined ? undefined : html`<p class="wrong">${wrong}</p>`

const chosen = (yes: boolean, how: 'checked' | 'selected'): Html => ({ html: yes ? ` ${how}` : '' })

/** The page with receipt number and passphrase, shown once. */
export function receiptPage(say: Say, { receipt, passphrase, ...days }: ReportReceipt): string {
  const { day, due, basis } = days
  const clock =
    basis === undefined ? say('done-due', { day: due }) : say('done-formal', { day, due, basis })
  return page(
    say('done-title'),
    html`<section role="status"><h1>${say('done-title')}</h1><h2>${say('done-receipt', { receipt })}</h2><h2>${say('done-passphrase', { passphrase })}</h2><p>${say('done-keep')}</p><p>${say('done-follow')}</p><p>${clock}</p><p class="note">${say('done-clear')}</p><p><a href="/report/follow">${say('follow-title')}</a></p></section>`,
  )
}
