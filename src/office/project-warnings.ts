import { type Day, daysBetween, type Fen } from '../base/index.ts'
import { allBefore } from '../ledger/index.ts'
import { yuanText } from './cell-readers.ts'
import { dateHeading } from './plan-events.ts'
import type { Remarks } from './report.ts'
import { DATED_KINDS, type DatedKind, type RowOf } from './sheets.ts'

/** A day this far ahead is a slip of the pen, not a plan. */
const FAR_AHEAD_DAYS = 366

/** What is worth a look in a row of the sheet 项目: old projects are entered late, so little of it is refused. */
export function remarkOnProject(row: RowOf<'projects'>, today: Day, remarks: Remarks): void {
  const at = { key: 'projects', row: row.row } as const
  for (const kind of DATED_KINDS) {
    const day = row[kind]
    if (day === undefined) continue
    const place = { ...at, column: kind, value: day }
    if (day > today) remarkOnFuture(place, day, today, remarks)
    const before = latestBefore(row, kind, day)
    if (before)
      remarks.warn(place, 'out-of-order', { earlier: dateHeading(before.kind), day: before.day })
  }
  const { contractAmount, budget, paidAmount } = row
  if (contractAmount !== undefined && contractAmount > budget) {
    const place = { ...at, column: 'contractAmount', value: yuanText(contractAmount) }
    remarks.warn(place, 'above-budget', { budget: yuanText(budget) })
  }
  if (paidAmount !== undefined && row.PAID === undefined) {
    remarks.error({ ...at, column: 'paidAmount', value: yuanText(paidAmount) }, 'paid-without-day')
  }
  if (row.PAID !== undefined && paidAmount === undefined) {
    remarks.warn({ ...at, column: 'PAID', value: row.PAID }, 'paid-without-amount')
  }
}

/** A day to come is worth a look; one far ahead is refused. */
export function remarkOnFuture(
  place: Parameters<Remarks['warn']>[0],
  day: Day,
  today: Day,
  remarks: Remarks,
): void {
  if (daysBetween(today, day) > FAR_AHEAD_DAYS) remarks.error(place, 'far-in-future', { today })
  else if (day > today) remarks.warn(place, 'in-future', { today })
}

/** Asked for every date of every row. */
const STEPS_BEFORE = new Map(DATED_KINDS.map((kind) => [kind, allBefore(kind)] as const))

/** The latest step that should lie before this one and does not. */
function latestBefore(
  row: RowOf<'projects'>,
  kind: DatedKind,
  day: Day,
): { readonly kind: DatedKind; readonly day: Day } | undefined {
  const steps: ReadonlySet<string> = STEPS_BEFORE.get(kind) ?? new Set<string>()
  return DATED_KINDS.flatMap((step) => {
    const other = row[step]
    return other !== undefined && steps.has(step) && other > day ? [{ kind: step, day: other }] : []
  }).at(-1)
}

/** Warns where more has been paid than the contract says. */
export function remarkOnPaid(
  row: RowOf<'projects'>,
  paid: Fen,
  contract: Fen | undefined,
  remarks: Remarks,
): void {
  if (contract === undefined || paid <= contract) return
  remarks.warn({ key: 'projects', row: row.row, column: 'paidAmount' }, 'paid-above-contract', {
    paid: yuanText(paid),
    contract: yuanText(contract),
  })
}
