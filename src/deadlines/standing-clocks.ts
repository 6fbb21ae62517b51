import { ALL_KINDS, type LotHistory } from '../ledger/index.ts'
import { type Clock, computeClocks } from './clocks.ts'
import type { ClockSources } from './keeper.ts'
import type { Lit } from './light.ts'
import { clockFacts } from './lot-facts.ts'

const reportable = new Set<string>(ALL_KINDS)

/**
 * The open clocks of a lot as its history stands, soonest first (unknown last): what the keeper has stored of it,
 * worked out again rather than read.
 */
export function openClocksIn(
  history: LotHistory,
  { book, calendar }: ClockSources,
): (Clock & Lit)[] {
  return computeClocks(clockFacts(history), { book, calendar, reportable })
    .filter(({ state }) => state === 'OPEN')
    .map((clock) => ({ ...clock, worstLight: clock.rule.worstLight }))
    .sort((a, b) => (a.due === b.due ? 0 : (a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
}
