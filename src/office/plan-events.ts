import type { Day, Fen } from '../base/index.ts'
import { isRepeatable } from '../ledger/index.ts'
import { yuanText } from './cell-readers.ts'
import type { EventChange, LotKey } from './changes.ts'
import type { KnownEvent } from './known.ts'
import type { Place, Remarks } from './report.ts'
import { headingOf } from './sheet-words.ts'
import { DATED_KINDS, type DatedKind, type RowOf } from './sheets.ts'

/** What one row asks of a lot's events. */
export interface EventPlan {
  readonly events: EventChange[]
  readonly voids: bigint[]
}

/** What is needed to compare a row with the ledger. */
export interface EventContext {
  readonly lot: LotKey
  readonly live: readonly KnownEvent[]
  readonly correct: boolean
  readonly remarks: Remarks
  /** The official name of a party on record. */
  partyName(id: number): string | undefined
}

/** What holds of the contract once the row has been taken over. */
export interface ContractTerms {
  readonly supplier?: string | undefined
  readonly amount?: Fen | undefined
  /** The row itself names them: only then can they contradict the ledger. */
  readonly saysSupplier: boolean
  readonly saysAmount: boolean
}

/**
 * The events of a row of the sheet 项目, without payments: those that are new, and those on record that the
 * file contradicts. A contradiction is an error naming both, or with --correct a new event for a voided one.
 */
export function planEvents(
  row: RowOf<'projects'>,
  terms: ContractTerms,
  context: EventContext,
): EventPlan {
  const plan: EventPlan = { events: [], voids: [] }
  for (const kind of DATED_KINDS) {
    if (kind === 'PAID') continue
    const day = row[kind]
    if (kind === 'CONTRACT_SIGNED') planSigning(row, terms, context, plan)
    else if (day !== undefined) planDay(row, kind, day, context, plan)
  }
  return plan
}

function planDay(
  row: RowOf<'projects'>,
  kind: DatedKind,
  day: Day,
  { lot, live, correct, remarks }: EventContext,
  plan: EventPlan,
): void {
  const same = live.filter((event) => event.kind === kind)
  if (same.some((event) => event.day === day)) return
  const recorded = same.at(-1)
  if (recorded) {
    if (!correct) {
      remarks.error({ ...placeOf(row, kind), value: day }, 'day-differs', {
        recorded: isRepeatable(kind) ? same.map((event) => event.day).join('、') : recorded.day,
        value: day,
      })
      return
    }
    plan.voids.push(recorded.id)
  }
  plan.events.push({
    ...lot,
    kind,
    day,
    ...(recorded?.amount != null && { amount: recorded.amount }),
  })
}

/** The contract: its day, sum and supplier are one event. */
function planSigning(
  row: RowOf<'projects'>,
  terms: ContractTerms,
  { lot, live, correct, remarks, partyName }: EventContext,
  plan: EventPlan,
): void {
  const recorded = live.findLast((event) => event.kind === 'CONTRACT_SIGNED')
  const day = row.CONTRACT_SIGNED ?? recorded?.day
  if (day === undefined) return
  const event: EventChange = {
    ...lot,
    kind: 'CONTRACT_SIGNED',
    day,
    ...(terms.amount !== undefined && { amount: terms.amount }),
    ...(terms.supplier !== undefined && { party: terms.supplier }),
  }
  if (!recorded) {
    plan.events.push(event)
    return
  }
  const party = recorded.partyId === null ? undefined : partyName(recorded.partyId)
  const contradictions: [Place, Parameters<Remarks['error']>[1], string, string][] = []
  if (day !== recorded.day) {
    contradictions.push([placeOf(row, 'CONTRACT_SIGNED'), 'day-differs', recorded.day, day])
  }
  const { amount, supplier } = terms
  if (
    terms.saysAmount &&
    amount !== undefined &&
    recorded.amount !== null &&
    amount !== recorded.amount
  ) {
    const sums = [yuanText(recorded.amount), yuanText(amount)] as const
    contradictions.push([placeOf(row, 'contractAmount'), 'amount-differs', ...sums])
  }
  if (terms.saysSupplier && supplier !== undefined && party !== undefined && supplier !== party) {
    contradictions.push([placeOf(row, 'supplier'), 'supplier-differs', party, supplier])
  }
  if (contradictions.length === 0) return
  if (correct) {
    const kept = party !== undefined && supplier === undefined ? { party } : {}
    const sum = amount ?? recorded.amount
    plan.voids.push(recorded.id)
    plan.events.push({ ...event, ...kept, ...(sum !== null && { amount: sum }) })
    return
  }
  for (const [at, sentence, before, after] of contradictions) {
    remarks.error({ ...at, value: after }, sentence, { recorded: before, value: after })
  }
}

/** One payment that the file names. */
export interface WantedPayment {
  readonly at: Place
  readonly day: Day
  readonly amount: Fen | null
  /** The only payment that the sheet 项目 has room for: one that an earlier import recorded is the same one. */
  readonly first: boolean
}

/**
 * The payments of a lot: matched with those on record by day and amount, whatever their order. One that agrees
 * in the day only, or in the sum only, is taken for the same payment told differently. Outcomes in the order
 * of `wanted`.
 */
export function planPayments(
  wanted: readonly WantedPayment[],
  { lot, live, correct, remarks }: EventContext,
  plan: EventPlan,
): ('new' | 'changed' | 'same')[] {
  const loose = live.filter((event) => event.kind === 'PAID')
  const take = (test: (event: KnownEvent) => boolean): KnownEvent | undefined => {
    const index = loose.findIndex(test)
    return index < 0 ? undefined : loose.splice(index, 1)[0]
  }
  const exact = wanted.map(({ day, amount }) =>
    take((event) => event.day === day && (amount === null || event.amount === amount)),
  )
  return wanted.map((payment, i) => {
    if (exact[i]) return 'same'
    const { day, amount, first, at } = payment
    const told =
      take((event) => event.day === day) ??
      take((event) => amount !== null && event.amount === amount) ??
      (first ? take((event) => !event.reported) : undefined)
    if (told && !correct) {
      const dayOnly = told.day !== day
      const recorded = dayOnly ? told.day : told.amount === null ? '' : yuanText(told.amount)
      const value = dayOnly ? day : amount === null ? '' : yuanText(amount)
      const column = dayOnly ? (first ? 'PAID' : 'day') : first ? 'paidAmount' : 'amount'
      remarks.error({ ...at, column, value }, dayOnly ? 'day-differs' : 'amount-differs', {
        recorded,
        value,
      })
      return 'same'
    }
    if (told) plan.voids.push(told.id)
    const sum = amount ?? told?.amount ?? null
    plan.events.push({ ...lot, kind: 'PAID', day, ...(sum !== null && { amount: sum }) })
    return told ? 'changed' : 'new'
  })
}

const placeOf = (row: RowOf<'projects'>, column: string): Place => ({
  key: 'projects',
  row: row.row,
  column,
})

/** The heading of a kind's date column, for sentences. */
export const dateHeading = (kind: DatedKind): string => headingOf('projects', kind)
