import type { Fen } from '../base/index.ts'
import { type PaymentTerm, termSums } from '../ledger/index.ts'
import type { LotEvent } from './history.ts'
import type { PayPoint } from './payments.ts'

/** A payment term whose time has begun. */
export interface TermPoint extends PayPoint {
  readonly term: PaymentTerm
}

/**
 * The terms (in the order in which they are paid) whose trigger has come, each with the event that was it. Every
 * invoice is for another term, whatever its kind; of the other triggers the first is that of the first term of a
 * kind, the second that of the second. Money held back for the warranty waits for the last. `eventsFor` gives the
 * events that count for a kind of term, in order of their days.
 */
export function termPoints(
  terms: readonly PaymentTerm[],
  eventsFor: (kind: PaymentTerm['kind']) => readonly LotEvent[],
  contractAmount: Fen | null,
): TermPoint[] {
  const sums = termSums(terms, contractAmount)
  return terms.flatMap((term, i) => {
    const triggers = eventsFor(term.kind).filter((event) => event.kind === term.trigger)
    const before = terms
      .slice(0, i)
      .filter((one) => one.trigger === term.trigger && sharesTrigger(one, term)).length
    const event = term.kind === 'RETENTION' ? triggers.at(-1) : triggers[before]
    return event ? [{ id: event.id, day: event.day, amount: sums[i] ?? null, term }] : []
  })
}

const sharesTrigger = (a: PaymentTerm, b: PaymentTerm): boolean =>
  a.trigger === 'INVOICE_RECEIVED' || a.kind === b.kind
