import type { Day } from '../base/index.ts'
import type { LotEvent, LotFacts } from './history.ts'
import type { RuleBook } from './rule-book.ts'

/** What conditions are judged by: the lot, what was recorded of it, and the day whose rules count. */
export interface Situation {
  readonly facts: LotFacts
  readonly events: readonly LotEvent[]
  readonly book: RuleBook
  readonly on: Day
  /** When the clock was met, for the verdict that was given then. */
  readonly metOn?: Day
}
