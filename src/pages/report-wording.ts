import { z } from 'zod'
import { loadWording, readYaml, type Wording, wordingFile } from '../base/index.ts'

const KEYS = {
  title: [],
  intro: [],
  'anonymous-note': [],
  advice: [],
  disciplinary: [],
  'follow-link': [],
  wrong: [],
  choose: [],
  accused: [],
  project: [],
  text: [],
  files: ['count'],
  'files-note': [],
  named: [],
  'named-no': [],
  'named-yes': [],
  reporter: [],
  submit: [],
  check: [],
  'again-files': [],
  'missing-wrong': [],
  'missing-accused': [],
  'missing-text': [],
  long: ['limit'],
  'missing-named': [],
  'missing-reporter': [],
  'formal-named': [],
  'bad-file': ['n'],
  'large-file': ['n'],
  'many-files': ['count'],
  'done-title': [],
  'done-receipt': ['receipt'],
  'done-passphrase': ['passphrase'],
  'done-keep': [],
  'done-follow': [],
  'done-clear': [],
  'done-due': ['day'],
  'done-formal': ['day', 'due', 'basis'],
  'taken-title': [],
  'taken-text': [],
  'closed-title': [],
  'closed-text': [],
  'closed-where': [],
  'follow-title': [],
  receipt: [],
  passphrase: [],
  look: [],
  'not-found': [],
  slow: [],
  busy: [],
  'state-open': [],
  'state-accepted': [],
  'state-paused': [],
  'state-decided': ['outcome'],
  day: ['day'],
  pictures: ['count'],
  you: ['day'],
  office: ['day'],
  'act-FILE': [],
  'act-SAY': [],
  'act-REPLY': [],
  'act-ACCEPT': [],
  'act-PAUSE': [],
  'act-RESUME': [],
  'act-DECIDE': [],
  'outcome-NOT_ACCEPTED': [],
  'outcome-UNFOUNDED': [],
  'outcome-PARTLY': [],
  'outcome-FOUNDED': [],
  'outcome-TRANSFER': [],
  'outcome-WITHDRAWN': [],
  more: [],
  send: [],
  part: ['number', 'count'],
  earlier: [],
  later: [],
  'goes-on': [],
  sent: [],
  empty: [],
} as const

/** The sentences of the pages of a grievance, from `conversations/pages/report.yaml`. */
export type ReportWording = Wording<keyof typeof KEYS>

/** Loads them. Throws MistakesError with file:line:column. */
export function loadReportWording(): ReportWording {
  return loadWording(['pages', 'report.yaml'], KEYS)
}

const wrong = z.strictObject({
  key: z.string().regex(/^[A-Z_]{2,30}$/),
  label: z.string().min(1),
  formal: z.boolean().default(false),
})

/** What a grievance may be about; `formal` ones are 投诉 under 94号令. */
export type Wrong = z.infer<typeof wrong>

/** Loads `conversations/pages/wrongs.yaml`. Throws MistakesError with file:line:column. */
export function loadWrongs(): readonly Wrong[] {
  return readYaml(wordingFile('pages', 'wrongs.yaml'), z.array(wrong).min(1)).value
}
