import type { Day } from '../base/index.ts'

/** Who imports, when, and what the rows will say of where they come from. */
export interface Run {
  readonly at: Date
  readonly today: Day
  /** LedgerEvent.saidIn, and the thing of the audit row. */
  readonly id: string
  readonly source: 'IMPORT' | 'DEMO'
}
