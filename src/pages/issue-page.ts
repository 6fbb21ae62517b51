import { loadWording, type Wording } from '../base/index.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { reportLink } from './report-link.ts'
import type { PageWording } from './wording.ts'

const KEYS = {
  title: [],
  number: ['n', 'trouble'],
  place: ['unit'],
  project: ['project'],
  due: ['day'],
  solving: ['day'],
  asked: ['day'],
  closed: [],
  history: [],
  party: [],
  office: [],
  clock: [],
  OPENED: [],
  REPLIED: [],
  ANSWERED: [],
  DONE: [],
  SOLVED: [],
  NOT_SOLVED: [],
  SILENT: [],
  line: ['day', 'who', 'what'],
  say: [],
  reply: [],
  solved: [],
  'not-solved': [],
  empty: [],
  long: [],
  taken: [],
  'ask-title': [],
  'ask-kind': [],
  'ask-which': [],
  'ask-text': [],
  'ask-note': [],
  'ask-send': [],
  'ask-ended': [],
  'ask-ended-next': [],
} as const

/** The sentences of the supplier's page of an issue. */
export type IssuePageWording = Wording<keyof typeof KEYS>

/** Loads them. Throws MistakesError with file:line:column. */
export function loadIssuePageWording(): IssuePageWording {
  return loadWording(['pages', 'issue.yaml'], KEYS)
}

/** An issue as the page shows it; days as people say them. */
export interface ShownIssue {
  readonly n: number
  readonly trouble: string
  readonly unit: string
  readonly project: string | undefined
  readonly state: 'OPEN' | 'ANSWERED' | 'ASKED' | 'CLOSED'
  readonly day: string
  readonly notes: readonly {
    readonly side: 'party' | 'office' | 'clock'
    readonly kind: 'OPENED' | 'REPLIED' | 'ANSWERED' | 'DONE' | 'SOLVED' | 'NOT_SOLVED' | 'SILENT'
    readonly day: string
    readonly text: string
  }[]
}

const STANDING = { OPEN: 'due', ANSWERED: 'solving', ASKED: 'asked', CLOSED: 'closed' } as const

/** The page; `once` makes a second submission of this form harmless, `wrong` names what is to be mended. */
export function issuePage(
  say: IssuePageWording['say'],
  common: PageWording['say'],
  issue: ShownIssue,
  form: { readonly once: string; readonly text: string; readonly wrong?: string },
  taken: boolean,
): string {
  const { state, day } = issue
  const standing =
    state === 'CLOSED' || day !== '' ? html`<p>${say(STANDING[state], { day })}</p>` : undefined
  const top = html`<section><p class="note">${say('number', { n: issue.n, trouble: issue.trouble })}</p><p class="note">${say('place', { unit: issue.unit })}</p>${
    issue.project === undefined
      ? undefined
      : html`<p class="note">${say('project', { project: issue.project })}</p>`
  }${standing}</section>`
  const thanks = taken ? html`<p role="status">${say('taken')}</p>` : undefined
  const notes = issue.notes.map(
    (note) =>
      html`<li><span class="note">${say('line', { day: note.day, who: say(note.side), what: say(note.kind) })}</span>${note.text === '' ? undefined : html`<p>${note.text}</p>`}</li>`,
  )
  return page(
    say('title'),
    html`<h1>${say('title')}</h1>${thanks}${top}<section><h2>${say('history')}</h2><ul>${notes}</ul></section>${formOf(say, state, form)}${reportLink(common)}`,
  )
}

function formOf(
  say: IssuePageWording['say'],
  state: ShownIssue['state'],
  { once, text, wrong }: { once: string; text: string; wrong?: string },
): Html {
  const alarm = wrong && html`<p class="wrong" role="alert">${wrong}</p>`
  const ends =
    state === 'ASKED' || state === 'ANSWERED'
      ? html`<p><button name="act" value="solved">${say('solved')}</button></p>`
      : undefined
  const again =
    state === 'ASKED' || state === 'CLOSED'
      ? html`<p><button name="act" value="not-solved">${say('not-solved')}</button></p>`
      : undefined
  return html`<form method="post" autocomplete="off"><section><input type="hidden" name="once" value="${once}">${alarm}<p><label for="text">${say('say')}</label></p><textarea id="text" name="text">${text}</textarea><p><button name="act" value="reply">${say('reply')}</button></p>${ends}${again}</section></form>`
}
