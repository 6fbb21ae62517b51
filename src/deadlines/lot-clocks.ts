import { ALL_KINDS, type LotHistory } from '../ledger/index.ts'
import { type Clock, type ClockWorks, computeClocks } from './clocks.ts'
import { clockFacts } from './lot-facts.ts'

const reportable = new Set<string>(ALL_KINDS)

/**
 * What was worked out of a history, and with what: whoever records a fact also says what is due next. A history is
 * read afresh in every transaction, so that no calendar learned since is missed.
 */
const known = new WeakMap<LotHistory, ClockSources & { readonly clocks: readonly Clock[] }>()

/** What has a clock needs: the rules and the calendar that hold now. */
export type ClockSources = Pick<ClockWorks, 'book' | 'calendar'>

/** Every clock of a lot as its history stands (see computeClocks). */
export function lotClocks(history: LotHistory, { book, calendar }: ClockSources): readonly Clock[] {
  const before = known.get(history)
  if (before && before.book === book && before.calendar === calendar) return before.clocks
  const clocks = computeClocks(clockFacts(history), { book, calendar, reportable })
  known.set(history, { book, calendar, clocks })
  return clocks
}
