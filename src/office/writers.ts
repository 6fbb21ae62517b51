import type { Calendar } from '../calendar/index.ts'
import type { ClockKeeper, RuleBook } from '../deadlines/index.ts'
import type { Ledger } from '../ledger/index.ts'

/** Where an import writes what has consequences, the ledger with its clocks, and the law it warns by. Bound in assembly. */
export interface OfficeWriters {
  readonly ledger: Pick<Ledger, 'recordMany' | 'voidEvents'>
  readonly keeper: Pick<ClockKeeper, 'refreshLots' | 'renew'>
  readonly book: RuleBook
  readonly calendar: Calendar
}
