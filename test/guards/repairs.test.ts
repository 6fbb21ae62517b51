import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/base/index.ts'

const FOLDER = join(projectRoot, 'test', 'transcripts')

/** What can go wrong between two who talk, and the conversations that show it repaired. */
const REPAIRS: Readonly<Record<string, readonly string[]>> = {
  'a value corrected before submitting': ['corrections/amount-in-plain-words'],
  'a value corrected that was not asked about': ['corrections/slot-not-asked'],
  'a value corrected at the confirmation': ['corrections/event-at-confirmation'],
  'an invalid correction keeps the old value': [
    'corrections/invalid-date-keeps-old',
    'corrections/unreadable-value-keeps-old',
  ],
  'what a correction makes meaningless is asked again, and only that': [
    'corrections/another-stage',
  ],
  'cancelled, at every step and in mid-correction': [
    'cancellations/at-every-step',
    'corrections/cancel-in-mid-correction',
  ],
  skipped: ['cancellations/skip', 'cancellations/skip-is-refused'],
  'put aside and taken up, one of several': [
    'cancellations/later-and-resume',
    'cancellations/three-put-aside',
    'cancellations/choose-by-word',
  ],
  'a question in between': ['digressions/status-then-exact-point', 'batch/question-in-between'],
  'another report in between': [
    'digressions/another-report-in-between',
    'digressions/832-in-place-of-a-reason',
    'digressions/two-reports-in-between',
  ],
  'chosen by number, by word, or none of them': [
    'disambiguation/by-number-word',
    'disambiguation/by-word',
    'disambiguation/none-of-these',
  ],
  'a denial answers and records nothing': ['negation/not-signed-when-asked', 'negation/half-paid'],
  'asked what is meant': ['rephrasing/what-do-you-mean', 'rephrasing/at-the-card'],
  'undone within a day, with its clocks and pushes': [
    'cancellations/undo-restores-clock',
    'cancellations/undo-too-late',
    'surveys/undone',
  ],
  'stale and double taps': ['repeats/stale-card', 'repeats/double-tap', 'batch/double-tap'],
  'callbacks out of order and delivered twice': ['repeats/out-of-order', 'repeats/delivered-twice'],
  'a restart in between': ['restarts/in-mid-dialogue', 'restarts/in-mid-correction'],
  'a new version of a conversation in between': ['upgrades/question-goes-on', 'upgrades/batch'],
  'a colleague reports the same': ['repeats/second-liaison', 'batch/colleague-was-first'],
  'a change of liaison in between': [
    'rights/liaison-leaves-in-mid-report',
    'rights/new-liaison-takes-over',
  ],
  'no rights': ['rights/other-unit', 'rights/ex-liaison', 'rights/supplier'],
  'three failures lead to a form or to somebody': ['invalid/three-tries', 'batch/to-the-form'],
  'one nudge after two working hours': ['timeouts/two-working-hours', 'timeouts/over-the-weekend'],
  'voice, file and place are answered with what to do instead': [
    'invalid/unreadable-messages',
    'invalid/voice-in-mid-report',
  ],
}

describe('misunderstandings', () => {
  test.each(Object.entries(REPAIRS))('%s: shown by conversations a clerk can read', (_, shown) => {
    expect(shown.filter((name) => !existsSync(join(FOLDER, `${name}.md`)))).toEqual([])
  })

  test('there are at least 120 conversations, and 20 more with several facts at once', () => {
    const all = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.md'),
    )
    const batch = all.filter((file) => file.startsWith('batch'))
    expect(batch.length).toBeGreaterThanOrEqual(20)
    expect(all.length - batch.length).toBeGreaterThanOrEqual(120)
  })
})
