import type { Day, Fen } from '../base/index.ts'
import type { EventKind } from './kinds.ts'
import { inPayingOrder, type PaymentTerm } from './payment-term.ts'

/** A supplier or agency named in a history. */
export interface NamedParty {
  readonly id: number
  readonly name: string
  /** 中小企业; undefined while nobody has said. */
  readonly isSme?: boolean
}

/** Who said something: 企业微信账号 as the office writes it, and the name. */
export interface Speaker {
  readonly personId: number
  readonly userid: string
  readonly name: string
}

/** One event of a lot, voided or not. */
export interface LedgerFact {
  readonly id: bigint
  readonly kind: EventKind
  readonly day: Day
  readonly amount?: Fen
  readonly party?: NamedParty
  /** Why it was reported out of order, when it was. */
  readonly reason?: string
  /** Absent when it was imported. */
  readonly by?: Speaker
  readonly recordedAt: Date
  readonly saidIn?: string
  readonly voided?: { readonly at: Date; readonly reason: string; readonly by?: Speaker }
  /** The supplier's last word on it; absent while he has said nothing, which is no agreement. */
  readonly heard?: { readonly word: 'YES' | 'NO' | 'NOT_YET'; readonly at: Date }
  /** Contradicted, and the quiet days passed without agreement. */
  readonly unsettled?: true
}

/** Interest on late payments as a contract agrees it, in millionths of the sum. */
export interface AgreedRate {
  readonly millionths: number
  readonly per: 'DAY' | 'YEAR'
}

/** Everything known of a lot. Events stand in the order in which they were recorded. */
export interface LotHistory {
  readonly lotId: number
  readonly projectId: number
  readonly code: string
  readonly lotNo: number
  /** The lot's official name. */
  readonly name: string
  readonly projectName: string
  readonly aliases: readonly string[]
  readonly budget: Fen
  readonly category: 'GOODS' | 'WORKS' | 'SERVICES'
  readonly method?: string
  readonly unit: {
    readonly id: number
    readonly name: string
    readonly suspended: boolean
    readonly regionId: number
    readonly sectionId?: number
    readonly sectionName?: string
  }
  readonly agency?: NamedParty
  /** As imported; see contractOf for what holds. */
  readonly importedSupplier?: NamedParty
  readonly importedAmount?: Fen
  /** The contract's term of payment in calendar days. */
  readonly paymentDays?: number
  /** The day by which the contract wants the goods accepted. */
  readonly acceptBy?: Day
  readonly lateRate?: AgreedRate
  readonly performanceBond?: Fen
  /** 招标投标法, where it was said; 政府采购法 otherwise. */
  readonly lawDomain?: 'PROCUREMENT' | 'TENDERING'
  /** 紧急采购. */
  readonly urgent?: boolean
  /** What was agreed on paying in parts, as it was recorded; see contractOf for what stands. */
  readonly terms?: readonly PaymentTerm[]
  readonly events: readonly LedgerFact[]
}

/** What holds of the contract. */
export interface ContractFacts {
  readonly supplier?: NamedParty
  readonly amount?: Fen
  /** What was agreed to be owed in all when it was terminated. */
  readonly settled?: Fen
  readonly paymentDays?: number
  /** The payment terms that stand, in the order in which they are paid. */
  readonly terms: readonly PaymentTerm[]
}

/** Worked out once: a turn asks it of a history at every step, and a history never changes. */
function ofHistory<T extends object>(work: (history: LotHistory) => T): (history: LotHistory) => T {
  const known = new WeakMap<LotHistory, T>()
  return (history) => {
    const before = known.get(history)
    if (before) return before
    const made = work(history)
    known.set(history, made)
    return made
  }
}

/** The events that stand, earliest day first (same day: in the order recorded). */
export const liveEvents = ofHistory((history): readonly LedgerFact[] =>
  history.events
    .filter((event) => !event.voided)
    .sort((a, b) => (a.day === b.day ? Number(a.id - b.id) : a.day < b.day ? -1 : 1)),
)

/** The contract as it stands: what was signed wins over what was awarded, and that over what was imported. */
export const contractOf = ofHistory((history): ContractFacts => {
  const live = liveEvents(history)
  const signed = live.findLast((event) => event.kind === 'CONTRACT_SIGNED')
  const awarded = live.findLast((event) => event.kind === 'AWARD_CONFIRMED')
  const supplier = signed?.party ?? awarded?.party ?? history.importedSupplier
  const amount = signed?.amount ?? history.importedAmount
  const settled = live.findLast((event) => event.kind === 'CONTRACT_TERMINATED')?.amount
  return {
    ...(supplier && { supplier }),
    ...(amount !== undefined && { amount }),
    ...(settled !== undefined && { settled }),
    ...(history.paymentDays !== undefined && { paymentDays: history.paymentDays }),
    terms: inPayingOrder((history.terms ?? []).filter((term) => !term.voidedAt)),
  }
})

/** The history as it was known at an instant: what came later is not there, what was voided later still stands. */
export function historyAt(history: LotHistory, at: Date): LotHistory {
  return {
    ...history,
    terms: (history.terms ?? [])
      .filter((term) => term.recordedAt <= at)
      .map(({ voidedAt, ...term }) => ({
        ...term,
        ...(voidedAt && voidedAt <= at && { voidedAt }),
      })),
    events: history.events
      .filter((event) => event.recordedAt <= at)
      .map(({ voided, heard, ...event }) => ({
        ...event,
        ...(voided && voided.at <= at && { voided }),
        ...(heard && heard.at <= at && { heard }),
      })),
  }
}

/** Money paid so far by the live payments; a payment without an amount counts nothing. */
export function paidSum(history: LotHistory): Fen {
  return liveEvents(history)
    .filter((event) => event.kind === 'PAID')
    .reduce((sum, event) => sum + (event.amount ?? 0n), 0n)
}
