import { type Filling, loadWording } from '../base/index.ts'

/** Every sentence of conversations/operator/import.yaml and what it is filled with. */
const SENTENCES = {
  'no-such-path': [],
  'not-a-workbook': [],
  'broken-workbook': [],
  'encrypted-workbook': [],
  'old-workbook': [],
  'too-large': ['limit'],
  'too-many-rows': ['rows', 'limit'],
  'other-encoding': ['encoding'],
  'unknown-encoding': [],
  'broken-csv': ['line'],
  'no-sheets': ['sheets'],
  'empty-sheet': [],
  'no-rows': [],
  'unknown-sheet': [],
  'missing-column': [],
  'unknown-column': [],
  'double-column': [],
  required: [],
  'too-long': ['limit'],
  'not-a-date': [],
  'no-such-day': [],
  'date-out-of-range': ['from', 'to'],
  'has-time': [],
  'date-in-text': [],
  'formula-error': [],
  'not-money': [],
  'money-not-positive': [],
  'money-fraction': [],
  'not-whole': [],
  'long-number': [],
  'not-yes-no': [],
  'not-a-choice': ['choices'],
  'bad-userid': [],
  'bad-mobile': [],
  'bad-credit-code': [],
  'merged-amount': [],
  'merged-across': [],
  'merged-filled': ['row', 'count'],
  duplicate: ['row'],
  'duplicate-payment': ['sheet', 'row'],
  'other-name': ['row', 'name'],
  'other-unit': ['row', 'unit'],
  'unknown-unit': ['sheet'],
  'unknown-section': ['sheet'],
  'new-section': ['region'],
  'several-sections': [],
  'new-region': [],
  'unknown-party': ['sheet'],
  'new-party': ['kind'],
  'wrong-kind': ['kind'],
  'unknown-project': [],
  'too-many-liaisons': ['limit', 'names'],
  'belongs-required': [],
  'paid-without-day': [],
  'paid-without-amount': [],
  'out-of-order': ['earlier', 'day'],
  'in-future': ['today'],
  'far-in-future': ['today'],
  'above-budget': ['budget'],
  'paid-above-contract': ['paid', 'contract'],
  'day-differs': ['recorded', 'value'],
  'amount-differs': ['recorded', 'value'],
  'supplier-differs': ['recorded', 'value'],
  'corrected-reason': [],
  'demo-kept': ['command'],
  done: [],
  'dry-run': [],
  'nothing-written': ['count'],
  counts: ['sheet', 'new', 'changed', 'same'],
  mistake: ['place', 'reason'],
  'mistake-value': ['place', 'value', 'reason'],
  warnings: [],
  place: ['sheet'],
  'place-row': ['sheet', 'row', 'column'],
  'place-column': ['sheet', 'column'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A sentence of the importer by its key. */
export type Sentence = keyof typeof SENTENCES

/** Why something is wrong or worth a look: a sentence and its filling. */
export type Complaint = readonly [sentence: Sentence, filling?: Filling]

let wording: ReturnType<typeof loadWording<Sentence>> | undefined

/** The complaint in Chinese. The file is read at the first call; a mistake in it throws MistakesError. */
export function say(...[sentence, filling]: Complaint): string {
  wording ??= loadWording<Sentence>(['operator', 'import.yaml'], SENTENCES)
  return wording.say(sentence, filling)
}
