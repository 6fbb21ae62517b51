import { loadWording } from '../base/index.ts'

/** What unit and section are told of a supplier's word, from `conversations/pushes/supplier.yaml`. */
export const pushWording = loadWording(['pushes', 'supplier.yaml'], {
  contradicted: ['party', 'project', 'fact', 'day', 'amount', 'word', 'until'],
  until: ['day'],
  'word-no': [],
  'word-not-yet': [],
  'fact-contract': [],
  'fact-acceptance': [],
  'fact-payment': [],
})
