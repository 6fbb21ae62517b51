import type { Day, Fen } from '../base/index.ts'
import type { LotEvent } from './history.ts'
import { pair } from './pairing.ts'

/** A moment from which money is due. */
export interface PayPoint {
  /** The event that names it: the acceptance, delivery or invoice. */
  readonly id: bigint
  /** The day the clock starts. */
  readonly day: Day
  /** What became due then; null when nobody said. */
  readonly amount: Fen | null
}

/** How far the payments cover what was due at one point. */
export interface Coverage {
  /** What became due at this point: its own sum, else the whole contract's; null when neither is known. */
  readonly amountDue: Fen | null
  /**
   * What is still unpaid of everything due up to and including this point; null when no sum is known.
   * Of several clocks of a lot take the largest, never the total.
   */
  readonly outstanding: Fen | null
  /** What must have been paid altogether for it to be covered; null when no sum is known. */
  readonly total: Fen | null
  /** The payment that covered it. */
  readonly metBy: LotEvent | null
}

const of = (events: readonly LotEvent[], kind: string) => events.filter((e) => e.kind === kind)

/** The sum of amounts, null when one of them is not known or there are none. */
function sum(amounts: readonly (Fen | null)[]): Fen | null {
  let total = 0n
  for (const amount of amounts) {
    if (amount === null) return null
    total += amount
  }
  return amounts.length > 0 ? total : null
}

/**
 * DELIVERED_OR_ACCEPTED: each acceptance (it covers the deliveries up to its day), and each delivery after the
 * last acceptance. Events in order of their days.
 */
export function deliveryPoints(events: readonly LotEvent[]): PayPoint[] {
  const accepted = of(events, 'ACCEPTED')
  const delivered = of(events, 'DELIVERED')
  let covered: Day | undefined
  const points = accepted.map((acceptance): PayPoint => {
    const parts = delivered.filter((d) => d.day <= acceptance.day && (!covered || d.day > covered))
    covered = acceptance.day
    return {
      id: acceptance.id,
      day: acceptance.day,
      amount: acceptance.amount ?? sum(parts.map((part) => part.amount)),
    }
  })
  return [...points, ...delivered.filter((d) => !covered || d.day > covered)]
}

/**
 * INVOICE_RECEIVED: each invoice, from the later of its day and the payment condition (the delivery point of
 * the same number, else the last one). Without a condition the invoice alone counts.
 */
export function invoicePoints(
  events: readonly LotEvent[],
  conditions: readonly PayPoint[] = deliveryPoints(events),
): PayPoint[] {
  return of(events, 'INVOICE_RECEIVED').map((invoice, i) => {
    const condition = conditions[Math.min(i, conditions.length - 1)]
    const day = condition && condition.day > invoice.day ? condition.day : invoice.day
    return { id: invoice.id, day, amount: invoice.amount }
  })
}

/** The total that must have been paid for each point to be covered, first come first served. */
function totalsDue(points: readonly PayPoint[], contractAmount: Fen | null): (Fen | null)[] {
  return points.map(
    (_, i) => sum(points.slice(0, i + 1).map((point) => point.amount)) ?? contractAmount,
  )
}

/**
 * How far the payments (in order of their days) cover each point. A payment without a sum settles what was due
 * by its day; where no sum is due either, the payments are paired with the points one by one.
 */
export function cover<P extends PayPoint>(
  points: readonly P[],
  payments: readonly LotEvent[],
  contractAmount: Fen | null,
): Map<P, Coverage> {
  const totals = totalsDue(points, contractAmount)
  const dueBy = (day: Day): Fen =>
    points.reduce<Fen>((most, point, i) => {
      const total = totals[i] ?? 0n
      return (i === 0 || point.day <= day) && total > most ? total : most
    }, 0n)
  let paid = 0n
  const steps = payments.map((payment) => {
    const settled = dueBy(payment.day)
    if (payment.amount !== null) paid += payment.amount
    else if (settled > paid) paid = settled
    return { payment, paid }
  })
  const oneByOne = pair(points, payments)
  return new Map(
    points.map((point, i): [P, Coverage] => {
      const total = totals[i] ?? null
      if (total === null)
        return [
          point,
          { amountDue: null, outstanding: null, total, metBy: oneByOne.get(point) ?? null },
        ]
      const metBy = steps.find((step) => step.paid >= total)?.payment ?? null
      const outstanding = total > paid ? total - paid : 0n
      return [point, { amountDue: point.amount ?? contractAmount, outstanding, total, metBy }]
    }),
  )
}
