import { type Day, type Fen, officeIso, yuanOf } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import {
  clockFacts,
  clocksAt,
  estimateInterest,
  type KnownClock,
  type LateInterest,
  type Light,
  lightOf,
  ownLeft,
} from '../deadlines/index.ts'
import {
  bothSides,
  contractOf,
  historyAt,
  type LotHistory,
  type LotSelection,
  readLots,
  type Stage,
  stageOf,
  TWO_SIDED,
} from '../ledger/index.ts'
import { together } from './clock-items.ts'
import type { ClockItem, UnpaidItem } from './item.ts'
import { ranked } from './ranking.ts'

/** A clock with its light on the day asked for. */
export interface LitClock {
  readonly clock: KnownClock
  readonly light: Light
  readonly daysLate: number
}

/** How a lot stands. */
export interface ProjectState {
  readonly history: LotHistory
  readonly stage: Stage
  /** Open and met, in order of their days. */
  readonly clocks: readonly LitClock[]
  /** What is open, most urgent first, as `itemWords` says it. */
  readonly open: readonly (ClockItem | UnpaidItem)[]
  /** Late interest so far, an estimate; absent where nothing was paid late. */
  readonly interest?: LateInterest
}

/** The state of lots on a day, from what was known at an instant; lots that do not exist are absent. Two queries. */
export async function projectStates(
  tx: Tx,
  which: LotSelection,
  { today, at }: { readonly today: Day; readonly at: Date },
): Promise<ProjectState[]> {
  const histories = (await readLots(tx, which)).map((history) => historyAt(history, at))
  const lotIds = histories.map((history) => history.lotId)
  const clocks = lotIds.length > 0 ? await clocksAt(tx, lotIds, at) : []
  return histories.map((history) => {
    const own = clocks.filter((clock) => clock.lot.id === history.lotId)
    const payments = clockFacts(history).events.filter(({ kind }) => kind === 'PAID')
    const interest = estimateInterest(own, payments, today)
    return {
      history,
      ...(interest && { interest }),
      stage: stageOf(history),
      clocks: own.map((clock) => ({ clock, ...lightOf(clock, today) })),
      open: ranked(
        together(
          own.filter((clock) => clock.state === 'OPEN'),
          today,
        ),
      ),
    }
  })
}

/** The state of one lot; undefined when there is no such lot. */
export async function projectState(
  tx: Tx,
  lotId: number,
  moment: { readonly today: Day; readonly at: Date },
): Promise<ProjectState | undefined> {
  const [state] = await projectStates(tx, { lotIds: [lotId] }, moment)
  return state
}

/** What `cli ledger --json` prints of a lot. */
export interface LedgerJson {
  readonly code: string
  readonly lot: number
  readonly name: string
  readonly unit: string
  readonly stage: Stage
  readonly events: readonly {
    readonly kind: string
    readonly day: Day
    /** Yuan. */
    readonly amount: number | null
    readonly party: string | null
    readonly by: string | null
    readonly at: string
    readonly voided: boolean
    /** What the supplier says of it: only `yes` is a confirmation; null where nothing is asked. */
    readonly supplier: 'yes' | 'no' | 'not-yet' | 'unanswered' | null
  }[]
  /** Facts with two sides that stand: how many both sides agree on, how many the supplier contradicts. */
  readonly bothSides: {
    readonly asked: number
    readonly confirmed: number
    readonly contradicted: number
  }
  readonly deadlines: readonly {
    readonly rule: string
    readonly start: Day
    readonly rawDue: Day | null
    readonly due: Day | null
    readonly light: Light
    readonly daysLate: number
    readonly basis: string
    /** Yuan, payment clocks only: what became due, and what of it is unpaid; null where no sum is known. */
    readonly amountDue: number | null
    readonly unpaid: number | null
  }[]
  /** Late interest so far: an estimate, in yuan, with the rate it is made with; null where nothing was paid late. */
  readonly lateInterest: {
    readonly amount: number
    readonly estimate: true
    readonly since: Day
    readonly percent: number
    readonly per: 'day' | 'year'
    /** Null for a rate that the contract agrees. */
    readonly basis: string | null
  } | null
  /** By when the contract wants it accepted. */
  readonly acceptBy: Day | null
  /** The contract's payment terms, in the order in which they are paid. */
  readonly terms: readonly {
    readonly term: string
    /** Percent of the contract's sum, or yuan: one of them. */
    readonly percent: number | null
    readonly amount: number | null
    readonly trigger: string
    readonly days: number
  }[]
}

const SAID = { YES: 'yes', NO: 'no', NOT_YET: 'not-yet', NONE: 'unanswered' } as const

const interestJson = ({ amount, rate, since }: LateInterest): LedgerJson['lateInterest'] => ({
  amount: yuanOf(amount),
  estimate: true,
  since,
  percent: rate.millionths / 10_000,
  per: rate.per === 'DAY' ? 'day' : 'year',
  basis: rate.basis,
})

const yuanOrNull = (fen: Fen | null): number | null => (fen === null ? null : yuanOf(fen))

/** The state in the fixed shape of `cli ledger`. */
export function ledgerJson({ history, stage, clocks, interest }: ProjectState): LedgerJson {
  return {
    code: history.code,
    lot: history.lotNo,
    name: history.name,
    unit: history.unit.name,
    stage,
    events: history.events.map((event) => ({
      kind: event.kind,
      day: event.day,
      amount: event.amount === undefined ? null : yuanOf(event.amount),
      party: event.party?.name ?? null,
      by: event.by?.userid ?? null,
      at: officeIso(event.recordedAt),
      voided: event.voided !== undefined,
      supplier: TWO_SIDED.includes(event.kind) ? SAID[event.heard?.word ?? 'NONE'] : null,
    })),
    bothSides: bothSides(history),
    deadlines: clocks.map(({ clock, light, daysLate }) => ({
      rule: clock.rule.key,
      start: clock.start,
      rawDue: clock.rawDue,
      due: clock.due,
      light,
      daysLate,
      basis: clock.rule.basis,
      amountDue: yuanOrNull(clock.amountDue),
      unpaid: yuanOrNull(ownLeft(clock)),
    })),
    lateInterest: interest ? interestJson(interest) : null,
    acceptBy: history.acceptBy ?? null,
    terms: contractOf(history).terms.map(({ kind, share, amount, trigger, days }) => ({
      term: kind,
      percent: share === undefined ? null : share / 100,
      amount: amount === undefined ? null : yuanOf(amount),
      ...{ trigger, days },
    })),
  }
}
