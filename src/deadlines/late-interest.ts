import { z } from 'zod'
import { addDays, type Day, daysBetween, type Fen } from '../base/index.ts'
import type { LotFacts } from './history.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** A rate of late interest in millionths of the sum, and what it rests on: an article, or null for the contract. */
export const lateRateShape = z.object({
  millionths: z.number(),
  per: z.enum(['DAY', 'YEAR']),
  basis: z.string().nullable(),
})

/** See lateRateShape. */
export type LateRate = z.infer<typeof lateRateShape>

/**
 * The rate at which a payment clock runs late: the contract's, else for an SME the one in force on the due day
 * (条例第17条). Null for a large supplier without an agreed rate.
 */
export function lateRateOf(
  rule: Rule,
  facts: LotFacts,
  due: Day | null,
  book: RuleBook,
): LateRate | null {
  if (rule.endEvent !== 'PAID') return null
  if (facts.lateRate) return { ...facts.lateRate, basis: null }
  if (!facts.supplierIsSme || due === null) return null
  const rate = book.rates.findLast(
    ({ effectiveFrom, effectiveTo }) =>
      (effectiveFrom === null || effectiveFrom <= due) &&
      (effectiveTo === null || due <= effectiveTo),
  )
  return rate ? { millionths: rate.perDayMillionths, per: 'DAY', basis: rate.basis } : null
}

/** What interest is reckoned from: a payment clock. */
export interface Owing {
  readonly start: Day
  readonly due: Day | null
  readonly totalDue: Fen | null
  readonly lateRate: LateRate | null
}

/** Money that was paid; null where nobody said how much: all that had become due by its day. */
export interface Paid {
  readonly day: Day
  readonly amount: Fen | null
}

/** An estimate of late interest, always shown as one. */
export interface LateInterest {
  /** Rounded to the fen once, at the end. */
  readonly amount: Fen
  readonly rate: LateRate
  /** The day after the first due day that was missed. */
  readonly since: Day
}

const DAYS_A_YEAR = 365n
const MILLION = 1_000_000n

/**
 * Interest up to and including `today` on what was overdue, day by day from the day after each due day: of several
 * clocks of a contract the largest running total less what had been paid by the day before. A payment ends the
 * interest on its sum with its own day. Whole numbers throughout. Undefined where nothing was late or no rate holds.
 */
export function estimateInterest(
  clocks: readonly Owing[],
  payments: readonly Paid[],
  today: Day,
): LateInterest | undefined {
  const late = clocks.flatMap(({ start, due, totalDue, lateRate }) =>
    due !== null && due < today && totalDue !== null && lateRate
      ? [{ start, due, total: totalDue, rate: lateRate }]
      : [],
  )
  const bounds = [...late.map(({ due }) => due), ...payments.map(({ day }) => day), today]
  const days = [...new Set(bounds)].filter((day) => day <= today).sort()
  const paidBy = runningTotal(late, payments)
  // In 分 × millionths × days × 365, so that both kinds of rate add up.
  let sum = 0n
  let rate: LateRate | undefined
  let since: Day | undefined
  for (const [i, from] of days.slice(0, -1).entries()) {
    const until = days[i + 1] ?? today
    const due = late.filter((one) => one.due <= from)
    const most = due.reduce<(typeof late)[number] | undefined>(
      (a, b) => (a && a.total >= b.total ? a : b),
      undefined,
    )
    const overdue = most ? most.total - paidBy(from) : 0n
    if (!most || overdue <= 0n) continue
    rate = most.rate
    since ??= addDays(from, 1)
    const yearly = most.rate.per === 'YEAR' ? 1n : DAYS_A_YEAR
    sum += overdue * BigInt(most.rate.millionths) * BigInt(daysBetween(from, until)) * yearly
  }
  const unit = MILLION * DAYS_A_YEAR
  return rate && since ? { amount: (sum + unit / 2n) / unit, rate, since } : undefined
}

function runningTotal(
  late: readonly { readonly start: Day; readonly total: Fen }[],
  payments: readonly Paid[],
): (day: Day) => Fen {
  const ordered = [...payments].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  return (day) => {
    let paid = 0n
    for (const payment of ordered.filter((one) => one.day <= day)) {
      if (payment.amount !== null) paid += payment.amount
      else
        for (const { start, total } of late) if (start <= payment.day && total > paid) paid = total
    }
    return paid
  }
}
