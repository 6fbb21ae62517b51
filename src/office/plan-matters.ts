import { isRepeatable, mayLieAhead, needsEvidence } from '../ledger/index.ts'
import { yuanText } from './cell-readers.ts'
import type { EventChange } from './changes.ts'
import { remarkOnBond } from './contract-warnings.ts'
import type { KnownLot } from './known.ts'
import { count } from './plan-places.ts'
import type { ProjectPlanning } from './project-planning.ts'
import { remarkOnFuture } from './project-warnings.ts'
import { lotKey, rowsByLot } from './rows-by-lot.ts'
import type { RowOf } from './sheets.ts'

type MatterRow = RowOf<'matters'>

/**
 * The sheet 事项: events beside the normal course (澄清, 质疑, 保证金, 合同变更 …), a row each. One that is on record with
 * its day is the same; a kind that happens once is refused with another day, or with --correct recorded anew.
 */
export function planMatters(planning: ProjectPlanning, lots: ReadonlyMap<string, KnownLot>): void {
  const { read, remarks } = planning
  const inFile = new Map(read.rows.projects.map((row) => [lotKey(row), row]))
  for (const [key, rows] of rowsByLot('matters', read.rows.matters, read, lots, remarks)) {
    const lot = lots.get(key)
    const recorded = lot?.events ?? []
    const taken = new Set<bigint>()
    const limits = limitsOf(inFile.get(key), lot)
    for (const row of rows) {
      planMatter(row, recorded, taken, planning)
      if (limits) remarkOnBond(row, limits, planning.book, remarks)
    }
  }
}

/** What a bond of the lot is measured by, once the file has been taken over. */
function limitsOf(row: RowOf<'projects'> | undefined, lot: KnownLot | undefined) {
  const budget = row?.budget ?? lot?.budget
  if (budget === undefined) return undefined
  const signed = lot?.events.findLast((event) => event.kind === 'CONTRACT_SIGNED')
  const contractAmount = row?.contractAmount ?? signed?.amount ?? lot?.contractAmount ?? null
  const lawDomain = row?.lawDomain ?? lot?.lawDomain
  return { budget, contractAmount, ...(lawDomain && { lawDomain }) }
}

function planMatter(
  row: MatterRow,
  recorded: KnownLot['events'],
  taken: Set<bigint>,
  { changes, counts, remarks, correct, today }: ProjectPlanning,
): void {
  const { event: kind, day, note } = row
  const at = { key: 'matters', row: row.row } as const
  if (needsEvidence(kind) && note === undefined) {
    remarks.error({ ...at, column: 'note' }, 'note-required')
    return
  }
  // A warranty ends years ahead, a deadline for bids weeks ahead.
  if (!mayLieAhead(kind)) remarkOnFuture({ ...at, column: 'day', value: day }, day, today, remarks)
  const amount = row.amount ?? null
  const live = recorded.filter((event) => event.kind === kind && !taken.has(event.id))
  const same = live.find(
    (event) => event.day === day && (amount === null || event.amount === amount),
  )
  if (same) {
    taken.add(same.id)
    count(counts, 'matters', 'same')
    return
  }
  const told = isRepeatable(kind) ? live.find((event) => event.day === day) : live[0]
  count(counts, 'matters', told ? 'changed' : 'new')
  if (told && !correct) {
    if (told.day === day) {
      const sums = { recorded: told.amount === null ? '' : yuanText(told.amount) }
      const value = yuanText(amount ?? 0n)
      remarks.error({ ...at, column: 'amount', value }, 'amount-differs', { ...sums, value })
    } else {
      const days = { recorded: told.day, value: day }
      remarks.error({ ...at, column: 'day', value: day }, 'day-differs', days)
    }
    return
  }
  if (told) {
    taken.add(told.id)
    changes.voids.push(told.id)
  }
  const event: EventChange = {
    ...{ code: row.code, no: row.lot ?? 1, kind, day },
    ...(amount !== null && { amount }),
    ...(note !== undefined && { reason: note }),
  }
  changes.events.push(event)
}
