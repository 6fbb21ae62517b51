import { loadWording, type Wording } from '../base/index.ts'

const KEYS = {
  intro: [],
  optional: [],
  choose: [],
  submit: [],
  'check-form': [],
  'done-title': [],
  'done-text': [],
  'used-title': [],
  'used-text': [],
  'expired-title': [],
  'expired-text': [],
  'unknown-title': [],
  'unknown-text': [],
} as const

/** The sentences of the liaison's form, from `conversations/pages/form.yaml`. */
export type FormWording = Wording<keyof typeof KEYS>

/** Loads them. Throws MistakesError with file:line:column. */
export function loadFormWording(): FormWording {
  return loadWording(['pages', 'form.yaml'], KEYS)
}
