import { loadWording, type Wording } from '../base/index.ts'

/** Sentences of the page that are filled, with what they are filled with; the rest need nothing. */
const KEYS = {
  'page-title': [],
  'needs-script': [],
  loading: [],
  'bot-name': [],
  'bot-initial': [],
  'demo-note': [],
  // people
  people: [],
  'people-search': [],
  'people-none': [],
  'group-liaison': [],
  'group-section': [],
  'group-leader': [],
  'group-other': [],
  'group-stranger': [],
  'group-supplier': [],
  'group-customer': [],
  'role-customer': [],
  'kf-name': [],
  'role-LIAISON': [],
  'role-SECTION_STAFF': [],
  'role-PROCUREMENT_OFFICE': [],
  'role-UNIT_LEADER': [],
  'role-BUREAU_LEADER': [],
  'role-FINANCE_HEAD': [],
  'role-ADMIN': [],
  'role-AUDITOR': [],
  'role-supplier': [],
  'stranger-name': [],
  'stranger-role': [],
  'supplier-none': [],
  // the page at which 微信 tells who opens a link
  'sign-in-title': [],
  'sign-in-text': [],
  'sign-in-other': [],
  'sign-in-refused': [],
  unread: [],
  // tabs
  tabs: [],
  'tab-people': [],
  'tab-phone': [],
  'tab-wire': [],
  // phone
  'choose-title': [],
  'choose-text': [],
  'chat-log': ['name'],
  'chat-empty': [],
  'say-label': [],
  'say-placeholder': [],
  send: [],
  more: [],
  'send-picture': [],
  'send-sample': [],
  'send-voice': [],
  'try-title': [],
  'try-1': [],
  'try-2': [],
  'try-3': [],
  'try-4': [],
  working: [],
  'own-voice': [],
  'own-other': [],
  'own-picture': [],
  'picture-gone': [],
  'picture-too-large': [],
  'sample-title': [],
  'sample-lines': [],
  'card-choose': [],
  'card-pick-first': [],
  'card-open': [],
  'card-done': [],
  today: [],
  'new-below': [],
  // suppliers
  'supplier-app': [],
  'supplier-note': ['name'],
  'supplier-from': ['unit'],
  'occasion-ACCEPTED': [],
  'occasion-PAID': [],
  'occasion-other': [],
  'survey-open': [],
  'survey-used': [],
  'survey-expired': [],
  // clock
  clock: [],
  'clock-real': [],
  'clock-moved': ['much'],
  'clock-days': ['days'],
  'clock-hours': ['hours'],
  'clock-minutes': ['minutes'],
  'clock-change': [],
  'clock-hour': [],
  'clock-day': [],
  'clock-reminder': ['when'],
  'clock-no-reminder': [],
  'clock-to': [],
  'clock-go': [],
  'clock-date': [],
  'clock-time': [],
  'clock-bad-time': [],
  'clock-only-forward': [],
  'clock-working': [],
  'clock-done': ['when'],
  weekdays: [],
  // what WeCom saw
  wire: [],
  'wire-note': [],
  'wire-empty': [],
  'wire-supplier': [],
  'wire-callback': [],
  'wire-call': [],
  'wire-again': ['times'],
  'wire-no-answer': [],
  'wire-plaintext': [],
  'wire-answer': [],
  'wire-empty-answer': [],
  'wire-request': [],
  'wire-event': [],
  'wire-gettoken': [],
  'wire-message-send': [],
  'wire-message-update_template_card': [],
  'wire-media-get': [],
  'wire-media-upload': [],
  'wire-copy': [],
  'wire-copied': [],
  // troubles
  'away-title': [],
  away: [],
  again: [],
  'not-delivered': [],
  'not-sent': [],
  'button-gone': [],
  'clock-backward': [],
  back: [],
} as const

/** A key of the page's sentences. */
export type SimulatorWord = keyof typeof KEYS

/** The sentences of the simulator's page. */
export interface SimulatorWording extends Wording<SimulatorWord> {
  /** All of them, unfilled, for the page's script. */
  readonly all: Readonly<Record<SimulatorWord, string>>
}

const isWord = (key: string): key is SimulatorWord => key in KEYS

/** Loads `conversations/pages/simulator.yaml`. Throws MistakesError with file:line:column. */
export function loadSimulatorWording(): SimulatorWording {
  const { say } = loadWording(['pages', 'simulator.yaml'], KEYS)
  const words = Object.keys(KEYS).filter(isWord)
  // A placeholder filled with itself stays: the page fills it.
  const kept = (key: SimulatorWord) =>
    say(key, Object.fromEntries(KEYS[key].map((name) => [name, `{${name}}`])))
  const all = Object.fromEntries(words.map((key) => [key, kept(key)]))
  return { say, all: all as Record<SimulatorWord, string> } // every key of KEYS is in `words`
}
