import type { Day, Fen } from '../base/index.ts'
import type { LedgerFact, LotHistory } from './history.ts'
import { type EventKind, isRepeatable } from './kinds.ts'

/** One fact to be recorded. */
export interface Entry {
  readonly lotId: number
  readonly kind: EventKind
  readonly day: Day
  readonly amount?: Fen
  readonly partyId?: number
  /** Why it is reported out of order. */
  readonly reason?: string
  /** Who says it; absent for imports. */
  readonly personId?: number
  /** For the audit: 企业微信账号, `import`, `cli` or `system`. */
  readonly actor: string
  readonly source: 'CHAT' | 'IMPORT' | 'DEMO'
  /** The inbound message (dedupe key) or the import run that says it. */
  readonly saidIn?: string
  /**
   * Repeatable kinds only: which one of those with the same day and amount it is (default the first), or
   * `another` when the person has said that it is not the one on record.
   */
  readonly nth?: number | 'another'
}

/** What became of an entry; `history` is the lot afterwards, clocks already refreshed. */
export type RecordOutcome = {
  readonly event: LedgerFact
  readonly history: LotHistory
} & (
  | { readonly kind: 'recorded' }
  /** A kind that happens once is on record; nothing was written. Its day may differ. */
  | { readonly kind: 'already' }
  /** A repeatable kind with the same day and amount is on record; nothing was written. */
  | { readonly kind: 'similar' }
)

/** The part of LiveEvent.onceKey without the number: the kind, or kind|day|amount for repeatable kinds. */
export function onceKeyOf(entry: Pick<Entry, 'kind' | 'day' | 'amount'>): string {
  return isRepeatable(entry.kind) ? `${entry.kind}|${entry.day}|${entry.amount ?? '-'}` : entry.kind
}
