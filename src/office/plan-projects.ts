import type { Fen } from '../base/index.ts'
import { type Changes, difference, type LotFields } from './changes.ts'
import {
  type FlaggedContract,
  remarkOnContract,
  remarkOnTerms,
  smeByName,
} from './contract-warnings.ts'
import type { KnownLot, KnownProject } from './known.ts'
import { lotFields, recordedFields } from './lot-fields.ts'
import { remarkOnPeriods } from './period-warnings.ts'
import {
  type EventContext,
  type EventPlan,
  planEvents,
  planPayments,
  type WantedPayment,
} from './plan-events.ts'
import { planMatters } from './plan-matters.ts'
import { count, firstOfEach, suspendedUnits } from './plan-places.ts'
import { planTerms } from './plan-terms.ts'
import type { ProjectPlanning } from './project-planning.ts'
import { remarkOnFuture, remarkOnPaid, remarkOnProject } from './project-warnings.ts'
import type { Remarks } from './report.ts'
import { lotKey, rowsByLot } from './rows-by-lot.ts'
import { sheetName } from './sheet-words.ts'
import type { RowOf } from './sheets.ts'

type ProjectRow = RowOf<'projects'>
type PaymentRow = RowOf<'payments'>

/** Projects, lots, their events, the payments of both sheets, and the payment terms. */
export function planProjects(planning: ProjectPlanning): void {
  const { read, remarks } = planning
  const records = recordsOf(planning)
  const payments = paymentsByLot(planning, records)
  const units = new Map<string, { row: number; unit: string }>()
  const rows = firstOfEach('projects', read.rows.projects, lotKey, 'code', remarks)
  for (const row of rows) {
    remarkOnProject(row, planning.today, remarks)
    planRow(row, planning, records, units, payments.get(lotKey(row)) ?? [])
    payments.delete(lotKey(row))
  }
  for (const [key, further] of payments) {
    const lot = records.lots.get(key)
    if (lot) planFurther(further, lot, key, planning, records)
  }
  planAllTerms(planning, records)
  planMatters(planning, records.lots)
  remarkOnPeriods(planning, records.lots)
}

interface Records {
  readonly projects: ReadonlyMap<string, KnownProject>
  readonly lots: ReadonlyMap<string, KnownLot>
  readonly unitNames: ReadonlyMap<number, string>
  /** Names of units whose procurement is suspended. */
  readonly suspended: ReadonlySet<string>
  readonly partyNames: ReadonlyMap<number, string>
  readonly isSme: (name: string | undefined) => boolean
  /** Of the lots in the file, as their rows are planned. */
  readonly contracts: Map<string, FlaggedContract>
}

function recordsOf({ known, read }: ProjectPlanning): Records {
  const codes = new Map(known.projects.map((project) => [project.id, project.code]))
  return {
    projects: new Map(known.projects.map((project) => [project.code, project])),
    lots: new Map(known.lots.map((lot) => [`${codes.get(lot.projectId) ?? ''}|${lot.no}`, lot])),
    unitNames: new Map(known.units.map((unit) => [unit.id, unit.name])),
    suspended: suspendedUnits(known, read),
    partyNames: new Map(known.parties.map((party) => [party.id, party.name])),
    isSme: smeByName(read, known),
    contracts: new Map(),
  }
}

/** The rows of the sheet 付款 by lot; what names no lot, or repeats another row, is reported. */
function paymentsByLot(
  { read, remarks, today }: ProjectPlanning,
  records: Records,
): Map<string, PaymentRow[]> {
  const paymentKey = (row: PaymentRow): string => `${lotKey(row)}|${row.day}|${row.amount}`
  const rows = firstOfEach('payments', read.rows.payments, paymentKey, 'code', remarks)
  for (const row of rows) {
    const at = { key: 'payments', row: row.row, column: 'day', value: row.day } as const
    remarkOnFuture(at, row.day, today, remarks)
  }
  return rowsByLot('payments', rows, read, records.lots, remarks)
}

/** The payment terms of every lot that the sheet 付款条款 names. */
function planAllTerms(planning: ProjectPlanning, records: Records): void {
  const { read, remarks } = planning
  for (const [key, rows] of rowsByLot('terms', read.rows.terms, read, records.lots, remarks)) {
    const [first] = rows
    const lot = records.lots.get(key)
    const contract = records.contracts.get(key) ?? (lot && contractOf(lot, planning, records, {}))
    if (!first || !contract) continue
    const no = first.lot ?? 1
    const recorded = lot?.terms ?? []
    const { amount: contractAmount } = contract
    planTerms(rows, { ...planning, lot: { code: first.code, no }, recorded, contractAmount })
    remarkOnTerms(rows, contract, remarks)
  }
}

/** What holds of a lot's contract once the file has been taken over. */
function contractOf(
  lot: Pick<KnownLot, 'category'> & Partial<KnownLot>,
  { book, today }: ProjectPlanning,
  { partyNames, isSme }: Records,
  told: { readonly supplier?: string | undefined; readonly row?: ProjectRow },
): FlaggedContract {
  const { row } = told
  const signed = lot.events?.findLast((event) => event.kind === 'CONTRACT_SIGNED')
  const supplierId = signed?.partyId ?? lot.supplierId
  const supplier = told.supplier ?? (supplierId == null ? undefined : partyNames.get(supplierId))
  return {
    book,
    category: row?.category ?? lot.category,
    supplierIsSme: isSme(supplier),
    amount: row?.contractAmount ?? signed?.amount ?? lot.contractAmount ?? undefined,
    on: row?.CONTRACT_SIGNED ?? signed?.day ?? today,
  }
}

function planRow(
  row: ProjectRow,
  planning: ProjectPlanning,
  records: Records,
  units: Map<string, { row: number; unit: string }>,
  further: readonly PaymentRow[],
): void {
  const { directory, remarks, changes, counts } = planning
  const at = { key: 'projects', row: row.row } as const
  const unit = directory.unit(row.unit, { ...at, column: 'unit' })
  const agency = row.agency && directory.party(row.agency, 'AGENCY', { ...at, column: 'agency' })
  const supplier =
    row.supplier && directory.party(row.supplier, 'SUPPLIER', { ...at, column: 'supplier' })
  if (unit === undefined) return
  const other = units.get(row.code)
  if (other && other.unit !== unit) {
    remarks.error({ ...at, column: 'unit', value: row.unit }, 'other-unit', other)
    return
  }
  if (!records.projects.has(row.code) && records.suspended.has(unit)) {
    remarks.error({ ...at, column: 'unit', value: row.unit }, 'unit-suspended')
    return
  }
  const firstOfProject = !other
  units.set(row.code, { row: row.row, unit })

  const key = { code: row.code, no: row.lot ?? 1 }
  const project = records.projects.get(row.code)
  const recorded = records.lots.get(lotKey(row))
  const fields = { ...lotFields(row), agency, supplier }
  let changed = false
  if (!project && firstOfProject)
    changes.projects.fresh.push({ code: row.code, name: row.name, unit })
  if (project && (firstOfProject || key.no === 1)) {
    const wanted = { unit, name: key.no === 1 ? row.name : undefined }
    const differs = difference<{ name: string; unit: string }>(wanted, {
      name: project.name,
      unit: records.unitNames.get(project.unitId),
    })
    if (differs) changes.projects.changed.push({ id: project.id, name: row.code, ...differs })
    changed = differs !== undefined
  }
  if (!recorded) changes.lots.fresh.push({ ...key, ...fields })
  else {
    const differs = difference<LotFields>(fields, recordedFields(recorded, records.partyNames))
    if (differs)
      changes.lots.changed.push({ id: recorded.id, name: lotKey(row), ...key, ...differs })
    changed ||= differs !== undefined
  }

  const context = contextOf(key, recorded, planning, records)
  const plan = planEvents(row, termsOf(row, supplier, recorded, records), context)
  const outcomes = planPayments(wantedPayments(row, further, remarks), context, plan)
  const own = row.PAID === undefined ? undefined : outcomes.shift()
  for (const outcome of outcomes) count(counts, 'payments', outcome)
  const ownEvents = plan.events.some((event) => event.kind !== 'PAID') || plan.voids.length > 0
  changed ||= ownEvents || (own !== undefined && own !== 'same')
  take(plan, changes)
  count(counts, 'projects', recorded ? (changed ? 'changed' : 'same') : 'new')
  const contract = contractOf({ category: row.category, ...recorded }, planning, records, {
    ...{ row, supplier },
  })
  records.contracts.set(lotKey(row), contract)
  remarkOnContract(row, contract, remarks)
  const paid = paidAfter(plan, recorded)
  remarkOnPaid(row, paid, row.contractAmount ?? recorded?.contractAmount ?? undefined, remarks)
}

function take(plan: EventPlan, changes: Changes): void {
  changes.events.push(...plan.events)
  changes.voids.push(...plan.voids)
}

function paidAfter(plan: EventPlan, recorded: KnownLot | undefined): Fen {
  const kept = (recorded?.events ?? []).filter((event) => !plan.voids.includes(event.id))
  return [...kept, ...plan.events]
    .filter((event) => event.kind === 'PAID')
    .reduce((sum, event) => sum + (event.amount ?? 0n), 0n)
}

function termsOf(
  row: ProjectRow,
  supplier: string | undefined,
  recorded: KnownLot | undefined,
  { partyNames }: Records,
) {
  const held = recorded?.supplierId == null ? undefined : partyNames.get(recorded.supplierId)
  return {
    supplier: supplier ?? held,
    amount: row.contractAmount ?? recorded?.contractAmount ?? undefined,
    saysSupplier: row.supplier !== undefined,
    saysAmount: row.contractAmount !== undefined,
  }
}

function contextOf(
  lot: EventContext['lot'],
  recorded: KnownLot | undefined,
  { correct, remarks }: ProjectPlanning,
  { partyNames }: Records,
): EventContext {
  return {
    lot,
    live: recorded?.events ?? [],
    correct,
    remarks,
    partyName: (id) => partyNames.get(id),
  }
}

/** The row's own payment first, then those of the sheet 付款; one that repeats the row's own counts once. */
function wantedPayments(
  row: ProjectRow,
  further: readonly PaymentRow[],
  remarks: Remarks,
): WantedPayment[] {
  if (row.PAID === undefined) return further.map(wantedOf)
  const day = row.PAID
  const amount = row.paidAmount ?? null
  const own = { at: { key: 'projects', row: row.row } as const, day, amount, first: true }
  return [
    own,
    ...further.flatMap((payment) => {
      if (payment.day !== day || payment.amount !== amount) return [wantedOf(payment)]
      const at = { key: 'payments', row: payment.row, column: 'amount' } as const
      remarks.warn(at, 'duplicate-payment', { sheet: sheetName('projects'), row: row.row })
      return []
    }),
  ]
}

const wantedOf = (payment: PaymentRow): WantedPayment => ({
  at: { key: 'payments', row: payment.row },
  day: payment.day,
  amount: payment.amount,
  first: false,
})

/** Payments for a lot that the file does not describe otherwise. */
function planFurther(
  further: readonly PaymentRow[],
  lot: KnownLot,
  key: string,
  planning: ProjectPlanning,
  records: Records,
): void {
  const [code = ''] = key.split('|')
  const plan: EventPlan = { events: [], voids: [] }
  const context = contextOf({ code, no: lot.no }, lot, planning, records)
  for (const outcome of planPayments(further.map(wantedOf), context, plan)) {
    count(planning.counts, 'payments', outcome)
  }
  take(plan, planning.changes)
}
