import type { ClockKeeper } from '../deadlines/index.ts'
import type { Ledger } from '../ledger/index.ts'

/** Where an import writes what has consequences: the ledger with its clocks. Bound in assembly. */
export interface OfficeWriters {
  readonly ledger: Pick<Ledger, 'recordMany' | 'voidEvents'>
  readonly keeper: Pick<ClockKeeper, 'refreshLots' | 'renew'>
}
