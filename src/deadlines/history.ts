import type { Day, Fen } from '../base/index.ts'
import type { AgreedRate, PaymentTerm } from '../ledger/index.ts'
import type { Rule } from './rule.ts'

/** A live (not voided) event of a lot, as far as clocks are concerned. */
export interface LotEvent {
  readonly id: bigint
  /** PLAN_FILED, …, PAID, FAILED: the names of `startEvent` and `endEvent`. */
  readonly kind: string
  readonly day: Day
  readonly amount: Fen | null
}

type Conditions = Rule['appliesWhen']

/** What conditions of rules ask about a lot. */
export interface LotFacts {
  readonly category: NonNullable<Conditions['category']>[number]
  /** 采购方式 in the office's words; null when nobody said. */
  readonly method: string | null
  readonly hasAgency: boolean
  /** The lot's budget; absent where it is not asked for. */
  readonly budget?: Fen
  /** False when unknown: the limits for SMEs are claimed only for a supplier known to be one. */
  readonly supplierIsSme: boolean
  /** The contract's term of payment in calendar days; null where none was agreed. */
  readonly paymentDays: number | null
  /** The sum of the contract that stands now (a reported one wins over an imported one). */
  readonly contractAmount: Fen | null
  /** The contract's payment terms, in the order in which they are paid. */
  readonly terms?: readonly PaymentTerm[]
  /** 政府采购法 unless the lot is works tendered under 招标投标法. */
  readonly lawDomain?: NonNullable<Conditions['lawDomain']>[number]
  /** 紧急采购. */
  readonly urgent?: boolean
  /** By when the contract wants it accepted. */
  readonly acceptBy?: Day | null
  /** The rate of late interest that the contract agrees. */
  readonly lateRate?: AgreedRate | null
}

/** One try at buying: FAILED (废标) ends it, and what is reported of later days belongs to the next. */
export interface Round {
  /** In order of their days, then of their ids. */
  readonly events: readonly LotEvent[]
  readonly kinds: ReadonlySet<string>
  readonly failed: boolean
}

const roundOf = (events: readonly LotEvent[], failed: boolean): Round => ({
  events,
  kinds: new Set(events.map(({ kind }) => kind)),
  failed,
})

/** Events in order of their days; of one day in the order of recording. */
export function inOrder<E extends Pick<LotEvent, 'id' | 'day'>>(events: readonly E[]): E[] {
  return [...events].sort((a, b) =>
    a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1,
  )
}

/** The rounds of a lot, earliest first. Events of the day of FAILED still belong to the round that it ends. */
export function roundsOf(events: readonly LotEvent[]): Round[] {
  const ordered = inOrder(events)
  const ends = [...new Set(ordered.filter((e) => e.kind === 'FAILED').map((e) => e.day))]
  const rounds = ends.map((end, i) =>
    roundOf(
      ordered.filter((e) => e.day <= end && e.day > (ends[i - 1] ?? '')),
      true,
    ),
  )
  const last = ends.at(-1) ?? ''
  const open = ordered.filter((e) => e.day > last)
  return [...rounds, roundOf(open, false)]
}
