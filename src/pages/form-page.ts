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
  const first = fields.find(({ name }) => problems[name] !== undefined)
  const asked = fields.map((field) => fieldOf(say, field, problems[field.name], field === first))
  return page(
    title,
    html`<h1>${title}</h1><p>${say('intro')}</p>${alarm}<form method="post" autocomplete="off"><section>${asked}</section><button type="submit">${say('submit')}</button></form>${below}`,
  )
}

/** `isFirst` of the wrong ones: the phone scrolls to it by itself. */
function fieldOf(
  say: FormWording['say'],
  field: FormField,
  problem: string | undefined,
  isFirst: boolean,
): Html {
  const { name, label, hint, options, value } = field
  const error =
    problem === undefined ? undefined : html`<p class="wrong" id="${name}-wrong">${problem}</p>`
  const marks = problem === undefined ? undefined : marked(name, isFirst)
  const note = hint === '' || problem !== undefined ? undefined : html`<p class="note">${hint}</p>`
  const optional = field.optional ? html`<span class="note">${say('optional')}</span>` : undefined
  const control = options
    ? html`<select id="${name}" name="${name}"${marks}><option value="">${say('choose')}</option>${options.map(
        (option) =>
          html`<option value="${option.key}"${chosen(option.key === value)}>${option.label}</option>`,
      )}</select>`
    : html`<input type="text" id="${name}" name="${name}" value="${value}" maxlength="200"${marks}>`
  return html`<fieldset><legend><label for="${name}">${label}</label>${optional}</legend>${error}${note}${control}</fieldset>`
}

const marked = (name: string, isFirst: boolean): Html =>
  html` aria-invalid="true" aria-describedby="${name}-wrong"${isFirst ? { html: ' autofocus' } : undefined}`

const chosen = (yes: boolean): Html => ({ html: yes ? ' selected' : '' })
