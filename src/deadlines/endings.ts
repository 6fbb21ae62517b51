import type { Day } from '../base/index.ts'
import type { LotEvent } from './history.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** An open clock, as far as its end is concerned. */
interface Running {
  readonly start: Day
  /** Null where the calendar is missing: it has not run out as far as anybody knows. */
  readonly due: Day | null
}

/**
 * Whether an event of its round ended an open clock without a verdict: one that started by that day, and, unless the
 * rule ends even so, one whose day had not passed.
 */
export function isEnded(
  { key }: Rule,
  { start, due }: Running,
  events: readonly LotEvent[],
  { endings }: RuleBook,
): boolean {
  return endings.some(
    (ending) =>
      ending.ship !== 'off' &&
      [...ending.running, ...ending.always].includes(key) &&
      events.some(
        ({ kind, day }) =>
          kind === ending.on &&
          start <= day &&
          (ending.effectiveFrom === null || ending.effectiveFrom <= day) &&
          (ending.effectiveTo === null || day <= ending.effectiveTo) &&
          (ending.always.includes(key) || due === null || day <= due),
      ),
  )
}
