import type { LotHistory } from '../ledger/index.ts'
import type { Clock } from './clocks.ts'
import type { Lit } from './light.ts'
import { type ClockSources, lotClocks } from './lot-clocks.ts'

/**
 * The open clocks of a lot as its history stands, soonest first (unknown last): what the keeper has stored of it,
 * worked out again rather than read.
 */
export function openClocksIn(history: LotHistory, sources: ClockSources): (Clock & Lit)[] {
  return lotClocks(history, sources)
    .filter(({ state }) => state === 'OPEN')
    .map((clock) => ({ ...clock, worstLight: clock.rule.worstLight }))
    .sort((a, b) => (a.due === b.due ? 0 : (a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
}
