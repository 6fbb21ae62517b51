import type { Day, Fen } from '../base/index.ts'
import {
  capsBrokenBy,
  type LotFacts,
  overCaps,
  overCeiling,
  type RuleBook,
} from '../deadlines/index.ts'
import { termSums } from '../ledger/index.ts'
import type { Known } from './known.ts'
import type { ReadRows } from './read-rows.ts'
import type { Place, Remarks } from './report.ts'
import type { Category } from './sheet-words.ts'
import type { RowOf } from './sheets.ts'

/** A contract as far as its flags ask. */
export interface FlaggedContract {
  readonly book: RuleBook
  readonly category: Category
  readonly supplierIsSme: boolean
  readonly amount: Fen | undefined
  /** The day whose law counts: that of the signing, else today. */
  readonly on: Day
}

/** Whether a party is an SME, as the file says it or else the record. */
export function smeByName({ rows }: ReadRows, known: Known): (name: string | undefined) => boolean {
  const recorded = new Map(known.parties.map(({ name, isSme }) => [name, isSme ?? false]))
  for (const { name, sme } of rows.parties) if (sme !== undefined) recorded.set(name, sme)
  return (name) => name !== undefined && (recorded.get(name) ?? false)
}

/** A term of payment beyond what the law gives, and a bond above its cap: recorded all the same, and told with the article. */
export function remarkOnContract(
  row: RowOf<'projects'>,
  contract: FlaggedContract,
  remarks: Remarks,
): void {
  const at = { key: 'projects', row: row.row } as const
  const { paymentDays: days, performanceBond: bond } = row
  if (days !== undefined) {
    flagTerm({ ...at, column: 'paymentDays', value: String(days) }, { days }, contract, remarks)
  }
  if (bond !== undefined) {
    flagBond({ ...at, column: 'performanceBond' }, 'PERFORMANCE', bond, contract, remarks)
  }
}

/** The same of the rows of the sheet 付款条款. */
export function remarkOnTerms(
  rows: readonly RowOf<'terms'>[],
  contract: FlaggedContract,
  remarks: Remarks,
): void {
  for (const row of rows) {
    const { term: kind, days } = row
    const at = { key: 'terms', row: row.row } as const
    flagTerm({ ...at, column: 'days', value: String(days) }, { days, kind }, contract, remarks)
    const [sum] = termSums([row], contract.amount ?? null)
    if (kind !== 'RETENTION' || sum == null) continue
    const column = row.share === undefined ? 'amount' : 'share'
    flagBond({ ...at, column }, 'RETENTION', sum, contract, remarks)
  }
}

function flagTerm(
  at: Place,
  term: { readonly days: number; readonly kind?: RowOf<'terms'>['term'] },
  { book, category, supplierIsSme, amount, on }: FlaggedContract,
  remarks: Remarks,
): void {
  const facts: LotFacts = {
    ...{ category, method: null, hasAgency: false, supplierIsSme },
    ...{ paymentDays: term.days, contractAmount: amount ?? null },
  }
  const law = overCeiling(book, { ...term, facts }, on)
  if (law) remarks.warn(at, 'term-over-law', { days: law.amount ?? 0, basis: law.basis })
}

function flagBond(
  at: Place,
  bond: 'PERFORMANCE' | 'RETENTION',
  sum: Fen,
  { book, amount, on }: FlaggedContract,
  remarks: Remarks,
): void {
  if (amount === undefined) return
  for (const cap of overCaps(book, { bond, sum, whole: amount }, on))
    remarks.warn(at, 'bond-over-cap', {
      ...{ title: cap.title, percent: cap.share / 100, basis: cap.basis },
    })
}

/** A bond that a row of the sheet 事项 reports above what law allows: recorded all the same. */
export function remarkOnBond(
  row: RowOf<'matters'>,
  lot: Parameters<typeof capsBrokenBy>[2],
  book: RuleBook,
  remarks: Remarks,
): void {
  const at = { key: 'matters', row: row.row, column: 'amount' } as const
  const event = { kind: row.event, amount: row.amount, day: row.day }
  for (const { title, share, basis, bond } of capsBrokenBy(book, event, lot)) {
    if (share === 0) remarks.warn(at, 'bond-not-taken', { title, basis })
    else {
      const over = bond === 'BID' ? 'bid-bond-over-cap' : 'bond-over-cap'
      remarks.warn(at, over, { title, percent: share / 100, basis })
    }
  }
}
