import type { BoundNames } from '../../src/dialogue/index.ts'

/** The names the real conversation files may use. */
export const realNames: BoundNames = {
  kinds: {
    project: ['name', 'code'],
    party: ['name'],
    visited: ['name'],
    date: ['weekday'],
    'coming-day': ['weekday'],
    money: [],
    score: [],
  },
  rules: {
    'may-report': [],
    'event-in-order': ['last', 'missing'],
    'date-in-order': ['last', 'last-date'],
    'not-in-future': [],
    'not-before-slot': [],
    'within-budget': ['budget'],
    'within-contract': ['contract', 'paid'],
  },
  actions: {
    'record-event': [
      'entry',
      'warning',
      'next',
      'next-due',
      'next-basis',
      'also',
      'also-due',
      'also-basis',
      'closing',
      'survey-link',
      'similar',
      'by',
    ],
    'undo-event': [],
    'record-visit': ['entry', 'promise-task', 'similar', 'by'],
    'undo-visit': [],
  },
  answers: ['list-tasks', 'project-status'],
  notes: ['call-section', 'keep-for-section'],
  roles: ['liaison', 'section', 'office', 'leader'],
}
