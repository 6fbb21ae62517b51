import type { DatedKind } from '../sheets.ts'

/** How a project of the demo office stands. */
export interface Story {
  /** The latest step. */
  readonly last: DatedKind
  /** Calendar days since then, one project each. */
  readonly daysAgo: readonly number[]
  /** Steps still owed although later ones are done. */
  readonly owing?: readonly DatedKind[]
  /** Hundredths of the contract's sum paid, one instalment each. */
  readonly paid?: readonly number[]
  /** The contract's term of payment in calendar days. */
  readonly paymentDays?: number
  /** Only suppliers that are, or are not, small. */
  readonly sme?: boolean
  /** Ended in 废标 so many days ago. */
  readonly failedDaysAgo?: number
}

/**
 * The 120 projects, from just planned to closed: days are chosen so that every light occurs on any day of
 * loading. Together they must sum to 120; a test counts.
 */
export const STORIES: readonly Story[] = [
  { last: 'PLAN_FILED', daysAgo: [1, 2, 4, 6, 8, 11, 15, 20] },
  { last: 'INTENT_PUBLISHED', daysAgo: [1, 3, 6, 9, 14, 19, 25, 28] },
  { last: 'AGENCY_ENTRUSTED', daysAgo: [1, 2, 4, 5, 7, 9, 12, 16] },
  { last: 'NOTICE_PUBLISHED', daysAgo: [1, 3, 5, 8, 10, 13, 17] },
  // Published without an intent 30 days before: the clock that counts back is red.
  { last: 'NOTICE_PUBLISHED', daysAgo: [6], owing: ['INTENT_PUBLISHED'] },
  { last: 'EVALUATION_END', daysAgo: [0, 1, 2, 4, 7, 12] },
  { last: 'REPORT_RECEIVED', daysAgo: [0, 1, 3, 5, 8, 10, 14, 20] },
  { last: 'AWARD_CONFIRMED', daysAgo: [0, 1, 2, 4, 6, 9] },
  { last: 'AWARD_NOTICE_SENT', daysAgo: [1, 3, 6, 13, 18, 22, 24, 27, 29, 33, 40] },
  { last: 'CONTRACT_SIGNED', daysAgo: [0, 1, 2, 4, 6, 8, 11, 17] },
  { last: 'CONTRACT_FILED', daysAgo: [3, 9, 14, 20, 26, 33, 41, 50], paymentDays: 30 },
  { last: 'DELIVERED', daysAgo: [1, 6, 12], paymentDays: 30 },
  { last: 'ACCEPTANCE_REQUESTED', daysAgo: [0, 3, 5, 9, 15], paymentDays: 30 },
  { last: 'ACCEPTED', daysAgo: [2, 12, 24, 28, 36, 52], sme: true },
  { last: 'ACCEPTED', daysAgo: [20, 58, 75, 90], sme: true, paymentDays: 60 },
  // Retention money: due so late that its year has no calendar yet.
  { last: 'ACCEPTED', daysAgo: [10], sme: false, paymentDays: 500 },
  { last: 'INVOICE_RECEIVED', daysAgo: [3, 9, 15, 27, 38], sme: false },
  { last: 'PAID', daysAgo: [4, 28], sme: true, paid: [40] },
  { last: 'PAID', daysAgo: [6, 55], sme: true, paymentDays: 60, paid: [30, 25] },
  { last: 'PAID', daysAgo: [8, 35], sme: false, paid: [50, 20] },
  { last: 'PAID', daysAgo: [5, 12, 25, 40, 60, 90], paid: [100] },
  { last: 'PAID', daysAgo: [15, 45], paid: [70, 30] },
  { last: 'BID_OPENED', daysAgo: [9, 30], failedDaysAgo: 5 },
]
