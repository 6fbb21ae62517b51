import { contractOf, type LotHistory, liveEvents, paidSum } from './history.ts'
import { STAGES, type Stage, stageReachedBy } from './kinds.ts'

/**
 * The latest stage a lot has reached. FAILED once 废标 stands. CLOSED when the contract's amount is known, paid
 * in full, and an acceptance stands: a contract paid in advance is not closed before it is accepted.
 */
export function stageOf(history: LotHistory): Stage {
  const live = liveEvents(history)
  if (live.some((event) => event.kind === 'FAILED')) return 'FAILED'
  const { amount } = contractOf(history)
  const accepted = live.some((event) => event.kind === 'ACCEPTED')
  if (amount !== undefined && amount > 0n && accepted && paidSum(history) >= amount) return 'CLOSED'
  return live.reduce<Stage>((latest, event) => {
    const reached = stageReachedBy(event.kind)
    return STAGES.indexOf(reached) > STAGES.indexOf(latest) ? reached : latest
  }, 'PLAN')
}

/** How far a lot has come, as it is told: closed, though the supplier denies a payment after the quiet days. */
export type StageTold = Stage | 'CLOSED_DENIED'

/** The stage to be told. The ledger's own stage stays what the reports make it. */
export function stageTold(history: LotHistory): StageTold {
  const stage = stageOf(history)
  const denied = liveEvents(history).some(({ kind, unsettled }) => kind === 'PAID' && unsettled)
  return stage === 'CLOSED' && denied ? 'CLOSED_DENIED' : stage
}
