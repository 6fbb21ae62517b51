import { OUTCOMES, STANDSTILLS } from '../cases/index.ts'
import type { CaseState, ListedCase, OpenedCase, Reason, ShownOwed } from './case-view.ts'
import { REASONS } from './case-view.ts'
import type { CaseWording } from './case-wording.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { listPart, type NotePage, type NotePiece, notePage, pageButtons } from './paging.ts'
import type { Wrong } from './report-wording.ts'

type Say = CaseWording['say']

/** The page behind a fresh link: opening it uses nothing up, going in does. */
export function enterPage(say: Say): string {
  return page(
    say('title'),
    html`<section><h1>${say('title')}</h1><p>${say('enter-text')}</p></section><form method="post"><button>${say('enter')}</button></form>`,
  )
}

const stateWords = (say: Say, { state, outcome }: CaseState): string =>
  say(`state-${state}`, { outcome: outcome ? say(`outcome-${outcome}`) : '' })

function owedLine(say: Say, { what, day, basis, paused, late }: ShownOwed): Html {
  const about = { what: say(`owed-${what}`) }
  const where = basis === undefined ? say('target') : say('basis', { basis })
  if (paused) return html`<li>${say('owed-paused', { ...about, basis: basis ?? '' })}</li>`
  if (day === undefined) return html`<li>${say('owed-unknown', { ...about, basis: where })}</li>`
  const said = { ...about, day, basis: where }
  return late
    ? html`<li class="wrong">${say('owed-late', said)}</li>`
    : html`<li>${say('owed', said)}</li>`
}

/** Cases on a page of the list that stays below 10 KB. */
const CASES = 5

/** A page of the list, the first where none is asked for; nothing of any case's contents. */
export function listPage(
  say: Say,
  cases: readonly ListedCase[],
  form: {
    readonly wrong?: string
    readonly done?: string
    readonly part?: number | undefined
  } = {},
): string {
  const { shown, ...at } = listPart(cases, CASES, form.part)
  const alarm = form.wrong && html`<p class="wrong" role="alert">${form.wrong}</p>`
  const good = form.done && html`<p class="good" role="status">${form.done}</p>`
  const empty = cases.length === 0 ? html`<section><p>${say('none')}</p></section>` : undefined
  const rows = shown.map((one, index) => listed(say, one, index))
  const buttons = pageButtons(say, at, ['before', 'after'])
  const pages = buttons && html`<form action="/case"><section>${buttons}</section></form>`
  return page(say('title'), html`<h1>${say('title')}</h1>${alarm}${good}${empty}${rows}${pages}`)
}

function listed(say: Say, one: ListedCase, index: number): Html {
  if (one.locked)
    return html`<section><p>${say('locked', { no: one.no, day: one.day })}</p></section>`
  const { no, day, formal } = one
  const what = say(formal ? 'formal' : 'informal')
  const head = say('listed', { no, day, what, state: stateWords(say, one) })
  const id = `reason${index}`
  const reasons = REASONS.map(
    (key) => html`<option value="${key}">${say(`reason-${key}`)}</option>`,
  )
  return html`<form method="post" action="/case"><section><p>${head}</p><ul>${one.owed.map((owed) => owedLine(say, owed))}</ul><input type="hidden" name="act" value="open"><input type="hidden" name="id" value="${one.id}"><p><label for="${id}">${say('reason')}</label></p><select id="${id}" name="reason"><option value="">${say('choose')}</option>${reasons}</select><p><button>${say('open')}</button></p></section></form>`
}

/** Bytes of what was said, on a page that stays below 10 KB. */
const HISTORY = 3_000

/** One case: what was said, and what may be done. `form` keeps what was typed when something is wrong. */
export function casePage(
  say: Say,
  wrongs: readonly Wrong[],
  found: OpenedCase,
  reason: Reason,
  form: {
    readonly text: string
    readonly wrong?: string
    readonly done?: boolean
    /** Which page of the history; the newest where absent. */
    readonly part?: number | undefined
  } = { text: '' },
): string {
  const alarm = form.wrong && html`<p class="wrong" role="alert">${form.wrong}</p>`
  const done = form.done ? html`<p class="good" role="status">${say('done')}</p>` : undefined
  const back = html`<form method="post" action="/case"><input type="hidden" name="act" value="list"><button class="quiet">${say('back')}</button></form>`
  const shown = notePage(found.notes, HISTORY, form.part)
  const buttons = pageButtons(say, shown, ['earlier', 'later'])
  const pages =
    buttons &&
    html`<form method="post" action="/case">${hidden(found, reason)}<input type="hidden" name="act" value="open">${buttons}</form>`
  const below = html`${pages}${pictureLinks(say, found, reason)}`
  return page(
    say('title'),
    html`<h1>${found.no}</h1>${done}${contents(say, wrongs, found, shown, below)}${alarm}${actForm(say, found, reason, form.text)}${nameForm(say, found, reason)}${exportForm(say, found, reason)}${back}`,
  )
}

const A_MILLION = 1_000_000

/** The pictures by number and size, a link each: inside the page they would make it megabytes. */
function pictureLinks(say: Say, { id, pictures }: OpenedCase, reason: Reason): Html | undefined {
  if (pictures.length === 0) return undefined
  const links = pictures.map((bytes, index) => {
    const n = index + 1
    const size = Math.max(bytes / A_MILLION, 0.1).toFixed(1)
    return html`<p><a href="${picturePath(id, n)}?reason=${reason}">${say('picture', { n, size })}</a></p>`
  })
  return html`${links}<p class="note">${say('picture-note')}</p>`
}

/** Where a picture is served. */
const picturePath = (id: string, n: number): string => `/case/${id}/photos/${n}`

type Note = OpenedCase['notes'][number]

/** What a case holds: for the page, a part of the history at a time, and for the file that is handed over, whole. */
function contents(
  say: Say,
  wrongs: readonly Wrong[],
  found: OpenedCase,
  { pieces }: Pick<NotePage<Note>, 'pieces'>,
  below: Html | readonly Html[],
): Html {
  const wrong = wrongs.find(({ key }) => key === found.wrong)?.label ?? found.wrong
  const reporter =
    found.reporter === '' ? say('anonymous') : say('reporter', { reporter: found.reporter })
  const project =
    found.project === '' ? undefined : html`<p>${say('project', { project: found.project })}</p>`
  const notes = pieces.map((piece) => noteLine(say, piece))
  return html`<section><p>${stateWords(say, found)}</p><ul>${found.owed.map((owed) => owedLine(say, owed))}</ul><p>${say('wrong', { wrong })}</p><p>${say('accused', { accused: found.accused })}</p>${project}<p>${reporter}</p></section><section><h2>${say('history')}</h2><ul>${notes}</ul>${below}</section>`
}

function noteLine(say: Say, { note, text, goesOn }: NotePiece<Note>): Html {
  const why = note.standstill
    ? say(`standstill-${note.standstill}`)
    : note.outcome
      ? say(`outcome-${note.outcome}`)
      : ''
  const what = `${say(`act-${note.act}`)}${why && ` ${why}`}`
  const who = note.side === 'reporter' ? say('them') : note.by
  const pictures = note.pictures > 0 ? say('pictures', { count: note.pictures }) : ''
  const words = text === '' ? undefined : html`<p>${text}</p>`
  return html`<li><span class="note">${say('line', { day: note.day, who, what })}${goesOn ? say('goes-on') : pictures}</span>${words}</li>`
}

const hidden = (found: OpenedCase, reason: Reason): Html =>
  html`<input type="hidden" name="id" value="${found.id}"><input type="hidden" name="reason" value="${reason}">`

function actForm(say: Say, found: OpenedCase, reason: Reason, text: string): Html {
  const act = (key: 'reply' | 'memo' | 'accept' | 'pause' | 'resume' | 'decide'): Html =>
    html`<p><button name="act" value="${key}">${say(key)}</button></p>`
  const choice = (name: 'outcome' | 'standstill', options: readonly Html[]): Html =>
    html`<p><label for="${name}">${say(name)}</label></p><select id="${name}" name="${name}"><option value="">${say('choose')}</option>${options}</select>`
  const standstills = STANDSTILLS.map(
    (key) => html`<option value="${key}">${say(`standstill-${key}`)}</option>`,
  )
  const outcomes = OUTCOMES.map(
    (key) => html`<option value="${key}">${say(`outcome-${key}`)}</option>`,
  )
  const accept = found.state === 'open' ? act('accept') : undefined
  const pause = !found.formal
    ? undefined
    : found.state === 'paused'
      ? act('resume')
      : html`${choice('standstill', standstills)}${act('pause')}`
  const ends =
    found.state === 'decided'
      ? html`<p class="note">${say('decided')}</p>`
      : html`${accept}${pause}${choice('outcome', outcomes)}${act('decide')}`
  return html`<form method="post" action="/case" autocomplete="off"><section>${hidden(found, reason)}<p><label for="text">${say('text')}</label></p><textarea id="text" name="text">${text}</textarea>${act('reply')}${act('memo')}${ends}</section></form>`
}

/** Whom it concerns: a name of the office's lists bars everybody of it. */
function nameForm(say: Say, found: OpenedCase, reason: Reason): Html {
  const known =
    found.concerned.length > 0
      ? say('concerned', { names: found.concerned.join(say('and')) })
      : say('concerned-none')
  return html`<form method="post" action="/case" autocomplete="off"><section>${hidden(found, reason)}<p>${known}</p><p><label for="named">${say('named')}</label></p><input type="text" id="named" name="named"><p class="note">${say('named-note')}</p><p><button class="quiet" name="act" value="name">${say('name')}</button></p></section></form>`
}

function exportForm(say: Say, found: OpenedCase, reason: Reason): Html {
  return html`<form method="post" action="/case" autocomplete="off"><section>${hidden(found, reason)}<input type="hidden" name="act" value="export"><p class="note">${say('export-text')}</p><p><label for="passphrase">${say('export-passphrase')}</label></p><input type="text" id="passphrase" name="passphrase"><p><button class="quiet">${say('export')}</button></p></section></form>`
}

/** The document inside the file that is handed over: readable in any browser, offline. */
export function handedOver(
  say: Say,
  wrongs: readonly Wrong[],
  found: OpenedCase,
  pictures: readonly Buffer[],
  by: { readonly day: string; readonly name: string },
): string {
  const images = pictures.map(
    (bytes, index) =>
      html`<p><img alt="${say('picture-inside', { n: index + 1 })}" style="max-width:100%" src="data:image/jpeg;base64,${bytes.toString('base64')}"></p>`,
  )
  return page(
    found.no,
    html`<h1>${found.no}</h1><p>${say('exported', by)}</p>${contents(say, wrongs, found, notePage(found.notes, Number.POSITIVE_INFINITY), images)}`,
  )
}
