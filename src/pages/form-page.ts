import type { FormField } from '../dialogue/index.ts'
import type { FormWording } from './form-wording.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'

/** A form about a draft; with `problems` it says what is wrong at each field and keeps what was filled in. */
export function formPage(
  say: FormWording['say'],
  title: string,
  fields: readonly FormField[],
  problems: Readonly<Record<string, string>> = {},
  below?: Html,
): string {
  const wrong = Object.keys(problems).length > 0
  const alarm = wrong ? html`<p class="wrong" role="alert">${say('check-form')}</p>` : undefined
  const asked = fields.map((field) => fieldOf(say, field, problems[field.name]))
  return page(
    title,
    html`<h1>${title}</h1><p>${say('intro')}</p>${alarm}<form method="post" autocomplete="off"><section>${asked}</section><button type="submit">${say('submit')}</button></form>${below}`,
  )
}

function fieldOf(say: FormWording['say'], field: FormField, problem: string | undefined): Html {
  const { name, label, hint, options, value } = field
  const error = problem === undefined ? undefined : html`<p class="wrong">${problem}</p>`
  const note = hint === '' || problem !== undefined ? undefined : html`<p class="note">${hint}</p>`
  const optional = field.optional ? html`<span class="note">${say('optional')}</span>` : undefined
  const control = options
    ? html`<select id="${name}" name="${name}"><option value="">${say('choose')}</option>${options.map(
        (option) =>
          html`<option value="${option.key}"${chosen(option.key === value)}>${option.label}</option>`,
      )}</select>`
    : html`<input type="text" id="${name}" name="${name}" value="${value}" maxlength="200">`
  return html`<fieldset><legend><label for="${name}">${label}</label>${optional}</legend>${error}${note}${control}</fieldset>`
}

const chosen = (yes: boolean): Html => ({ html: yes ? ' selected' : '' })
