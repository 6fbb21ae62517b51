import { contractOf, type LotHistory, liveEvents } from '../ledger/index.ts'
import type { LotEvent, LotFacts } from './history.ts'

/** A lot's history as clocks see it: what stands, and what conditions of rules ask. */
export function clockFacts(history: LotHistory): {
  readonly events: readonly LotEvent[]
  readonly facts: LotFacts
} {
  const contract = contractOf(history)
  return {
    // A payment that its receiver denies, after the quiet days of reconciliation, has met nothing.
    events: liveEvents(history)
      .filter(({ kind, unsettled }) => kind !== 'PAID' || !unsettled)
      .map(({ id, kind, day, amount }) => ({
        id,
        kind,
        day,
        amount: amount ?? null,
      })),
    facts: {
      category: history.category,
      method: history.method ?? null,
      hasAgency: history.agency !== undefined,
      budget: history.budget,
      supplierIsSme: contract.supplier?.isSme ?? false,
      paymentDays: contract.paymentDays ?? null,
      contractAmount: contract.settled ?? contract.amount ?? null,
      terms: contract.terms,
      ...(history.lawDomain && { lawDomain: history.lawDomain }),
      urgent: history.urgent ?? false,
      acceptBy: history.acceptBy ?? null,
      lateRate: history.lateRate ?? null,
    },
  }
}
