import { TROUBLES, type Trouble } from '../cases/index.ts'
import { troubleWords } from '../supervision/index.ts'
import { html } from './html.ts'
import type { IssuePageWording } from './issue-page.ts'
import { page } from './layout.ts'

/** A call for help as it stands on the form. */
export interface HelpForm {
  readonly once: string
  readonly kind?: Trouble | undefined
  readonly text: string
  /** What is wrong with it. */
  readonly wrong?: string
}

/** The form behind a contract's link: what it is about, and how things stand. Works without script. */
export function helpPage(
  say: IssuePageWording['say'],
  { unit, project }: { readonly unit: string; readonly project: string },
  { once, kind, text, wrong }: HelpForm,
): string {
  const alarm = wrong && html`<p class="wrong" role="alert">${wrong}</p>`
  const kinds = TROUBLES.map((one) => {
    const checked = { html: one === kind ? ' checked' : '' }
    return html`<label><input type="radio" name="kind" value="${one}" required${checked}>${troubleWords({ kind: one, about: null })}</label>`
  })
  return page(
    say('ask-title'),
    html`<h1>${say('ask-title')}</h1><section><p>${say('project', { project })}</p><p>${say('place', { unit })}</p></section><form method="post" autocomplete="off"><section><input type="hidden" name="once" value="${once}">${alarm}<fieldset><legend>${say('ask-kind')}</legend>${kinds}</fieldset><p><label for="text">${say('ask-text')}</label></p><textarea id="text" name="text" required>${text}</textarea><p class="note">${say('ask-note')}</p><p><button>${say('ask-send')}</button></p></section></form>`,
  )
}
