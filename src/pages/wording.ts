import { loadWording, type Wording } from '../base/index.ts'

const KEYS = {
  'part-open': [],
  'part-open-note': ['party'],
  'part-anonymous': [],
  'part-anonymous-note': [],
  project: ['project'],
  unit: ['unit'],
  'paid-question': [],
  'paid-yes': [],
  'paid-no': [],
  'paid-unknown': [],
  'help-question': [],
  'help-yes': [],
  'help-no': [],
  'score-low': [],
  'score-high': [],
  comment: [],
  'lay-open': [],
  'lay-open-note': [],
  submit: [],
  later: [],
  'later-note': [],
  'later-title': [],
  'later-text': [],
  'missing-help': [],
  'missing-paid': [],
  'missing-scores': ['questions'],
  'long-comment': ['limit'],
  'check-form': [],
  'done-title': [],
  'done-text': [],
  'done-help': [],
  'used-title': [],
  'used-text': [],
  'expired-title': [],
  'expired-text': [],
  'unknown-title': [],
  'unknown-text': [],
  'report-link': [],
  'not-here': [],
  'busy-title': [],
  'busy-text': [],
  'away-title': [],
  'away-text': [],
  'broken-title': [],
  'broken-text': [],
} as const

/** The sentences of the public pages, from `conversations/pages/survey.yaml`. */
export type PageWording = Wording<keyof typeof KEYS>

/** Loads them. Throws MistakesError with file:line:column. */
export function loadPageWording(): PageWording {
  return loadWording(['pages', 'survey.yaml'], KEYS)
}
