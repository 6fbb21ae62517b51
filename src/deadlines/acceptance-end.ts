import type { Day } from '../base/index.ts'
import { holds } from './conditions.ts'
import type { LotEvent, LotFacts } from './history.ts'
import type { DelayRule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'
import type { Situation } from './situation.ts'

/** What shows that the supplier has done his part and acceptance is the unit's turn. */
const HANDED_OVER: readonly string[] = ['DELIVERED', 'ACCEPTANCE_REQUESTED']

/**
 * The events of a round as payment is to count them where the contract says by when it is to be accepted: if that
 * day passed, or passes, without an acceptance of what had been handed over by then, it stands for the acceptance
 * (条例第10条). Without such a day, or for a rule that the delay does not concern, the events as they are.
 */
export function acceptedInTime(
  events: readonly LotEvent[],
  delay: DelayRule | undefined,
  end: Day | null | undefined,
): readonly LotEvent[] {
  if (!delay || !end) return events
  const accepted = events.find((event) => event.kind === 'ACCEPTED')
  if (accepted && accepted.day <= end) return events
  const handed = events.filter(
    (event) => HANDED_OVER.includes(event.kind) && (!accepted || event.day <= accepted.day),
  )
  const last = handed.findLast((event) => event.day <= end)
  // What came after the agreed day came late itself: nobody has delayed its acceptance.
  if (!last || (accepted && handed.some((event) => event.day > end))) return events
  const stand: LotEvent = accepted
    ? { ...accepted, day: end }
    : { id: last.id, kind: 'ACCEPTED', day: end, amount: null }
  const others = events.filter((event) => event !== accepted)
  const at = others.findLastIndex((event) => event.day <= end) + 1
  return [...others.slice(0, at), stand, ...others.slice(at)]
}

/** The delay that concerns the lot on the day by which it was to be accepted, if any. */
export function delayFor(
  facts: LotFacts,
  events: readonly LotEvent[],
  book: RuleBook,
): DelayRule | undefined {
  const on = facts.acceptBy
  if (!on) return undefined
  const situation: Situation = { facts, events, book, on }
  return book.delays.find(
    (delay) =>
      delay.ship !== 'off' &&
      (delay.effectiveFrom === null || delay.effectiveFrom <= on) &&
      (delay.effectiveTo === null || on <= delay.effectiveTo) &&
      holds(delay.appliesWhen, situation),
  )
}
