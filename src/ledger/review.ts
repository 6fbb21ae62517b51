import type { Day, Fen } from '../base/index.ts'
import { contractOf, type LedgerFact, type LotHistory, liveEvents, paidSum } from './history.ts'
import {
  allBefore,
  EVENT_KINDS,
  type EventKind,
  expectedBefore,
  isRepeatable,
  leadsToContract,
  mayLieAhead,
} from './kinds.ts'
import { stageOf } from './stage.ts'

/** What somebody wants to record. */
export interface Report {
  readonly kind: EventKind
  readonly day: Day
  readonly amount?: Fen
}

/** Something about a report that a person must hear. */
export type Problem =
  /** The very fact is on record (for kinds that happen once: whatever its day). */
  | { readonly kind: 'already-recorded'; readonly event: LedgerFact }
  /** A repeatable kind with the same day and amount is on record: the same one? */
  | { readonly kind: 'similar-recorded'; readonly event: LedgerFact }
  | { readonly kind: 'in-future'; readonly today: Day }
  | { readonly kind: 'unit-suspended' }
  /** 废标 stands: it must be taken back first. */
  | { readonly kind: 'project-failed'; readonly event: LedgerFact }
  | { readonly kind: 'project-closed' }
  | { readonly kind: 'over-budget'; readonly budget: Fen }
  /** With this payment more would be paid than the contract says. */
  | { readonly kind: 'over-contract'; readonly contract: Fen; readonly paid: Fen }
  /** Earlier steps are not on record, in order. */
  | { readonly kind: 'steps-missing'; readonly missing: readonly EventKind[] }
  /** Earlier than a step that comes before it. */
  | { readonly kind: 'before-earlier-step'; readonly event: LedgerFact }
  /** Later than a step that comes after it. */
  | { readonly kind: 'after-later-step'; readonly event: LedgerFact }

/** What a problem means: not to be recorded; recorded only with a reason; or a question (the same one?). */
export type Severity = 'refuse' | 'reason' | 'ask'

const SEVERITY: Readonly<Record<Problem['kind'], Severity>> = {
  'already-recorded': 'refuse',
  'similar-recorded': 'ask',
  'in-future': 'refuse',
  'unit-suspended': 'refuse',
  'project-failed': 'refuse',
  'project-closed': 'reason',
  'over-budget': 'refuse',
  'over-contract': 'reason',
  'steps-missing': 'reason',
  'before-earlier-step': 'reason',
  'after-later-step': 'reason',
}

/** See Severity. */
export function severityOf(problem: Problem): Severity {
  return SEVERITY[problem.kind]
}

/** Every problem of a report, those that refuse first. `today` is the office's day. Pure. */
export function reviewReport(history: LotHistory, report: Report, today: Day): Problem[] {
  const live = liveEvents(history)
  return [
    ...standing(history, live, report),
    ...(report.day > today && !mayLieAhead(report.kind)
      ? [{ kind: 'in-future', today } as const]
      : []),
    ...repeated(live, report),
    ...money(history, report),
    ...order(history, live, report),
  ].sort((a, b) => rank(a) - rank(b))
}

const RANK: Readonly<Record<Severity, number>> = { refuse: 0, ask: 1, reason: 2 }
const rank = (problem: Problem): number => RANK[SEVERITY[problem.kind]]

function standing(history: LotHistory, live: readonly LedgerFact[], report: Report): Problem[] {
  const problems: Problem[] = []
  // Contracts that are signed go on; nothing is to lead to a new one.
  const signed = live.some((event) => event.kind === 'CONTRACT_SIGNED')
  if (history.unit.suspended && !signed && leadsToContract(report.kind))
    problems.push({ kind: 'unit-suspended' })
  const failed = live.find((event) => event.kind === 'FAILED')
  // What happened before 废标 may still be entered late.
  if (failed && report.kind !== 'FAILED' && report.day > failed.day)
    problems.push({ kind: 'project-failed', event: failed })
  if (stageOf(history) === 'CLOSED') problems.push({ kind: 'project-closed' })
  return problems
}

function repeated(live: readonly LedgerFact[], report: Report): Problem[] {
  const same = live.filter((event) => event.kind === report.kind)
  if (!isRepeatable(report.kind)) {
    return same.slice(0, 1).map((event) => ({ kind: 'already-recorded', event }))
  }
  return same
    .filter((event) => event.day === report.day && event.amount === report.amount)
    .slice(0, 1)
    .map((event) => ({ kind: 'similar-recorded', event }))
}

function money(history: LotHistory, report: Report): Problem[] {
  if (report.amount === undefined) return []
  if (report.kind === 'CONTRACT_SIGNED' && report.amount > history.budget) {
    return [{ kind: 'over-budget', budget: history.budget }]
  }
  const { settled, amount } = contractOf(history)
  const contract = settled ?? amount
  const paid = paidSum(history)
  if (report.kind === 'PAID' && contract !== undefined && paid + report.amount > contract) {
    return [{ kind: 'over-contract', contract, paid }]
  }
  return []
}

function order(history: LotHistory, live: readonly LedgerFact[], report: Report): Problem[] {
  const problems: Problem[] = []
  const missing = missingBefore(report.kind, history.agency !== undefined, live)
  if (missing.length > 0) problems.push({ kind: 'steps-missing', missing })
  const before = allBefore(report.kind)
  const earlier = live.findLast((event) => event.day > report.day && before.has(event.kind))
  if (earlier) problems.push({ kind: 'before-earlier-step', event: earlier })
  const later = live.find(
    (event) => event.day < report.day && allBefore(event.kind).has(report.kind),
  )
  // For parts the order holds only for the first: a second delivery may well follow a payment.
  const first = !live.some((event) => event.kind === report.kind)
  if (later && (first || !isRepeatable(report.kind)))
    problems.push({ kind: 'after-later-step', event: later })
  return problems
}

/** Steps back from `kind` that are not on record, stopping at those that are: what lies behind them was settled then. */
function missingBefore(
  kind: EventKind,
  hasAgency: boolean,
  live: readonly LedgerFact[],
): EventKind[] {
  const recorded = new Set(live.map((event) => event.kind))
  const missing = new Set<EventKind>()
  const walk = (of: EventKind): void => {
    for (const before of expectedBefore(of, hasAgency)) {
      if (recorded.has(before) || missing.has(before)) continue
      missing.add(before)
      walk(before)
    }
  }
  walk(kind)
  return EVENT_KINDS.filter((candidate) => missing.has(candidate))
}
