import type { Day } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import { daysFor, ruleFor } from './conditions.ts'
import { computeDue } from './due.ts'
import { inOrder, type LotEvent, type LotFacts, roundsOf } from './history.ts'
import { pair } from './pairing.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** A reported day that breaks a shortest or fixed period. It is recorded all the same; the person is told. */
export interface DayWarning {
  readonly rule: Rule
  /** The day the period counts from. */
  readonly start: Day
  /** The reported end of the period. */
  readonly reported: Day
  /** The earliest safe day (`min`, `max_before`), or the day on which the period ends (`exact`). */
  readonly earliest: Day
}

/**
 * What is wrong with the day of a new event under the rules without a light. A period that cannot be worked
 * out for want of a calendar gives no warning.
 */
export function checkDay(
  lot: { readonly events: readonly LotEvent[]; readonly facts: LotFacts },
  added: LotEvent,
  { book, calendar }: { readonly book: RuleBook; readonly calendar: Calendar },
): DayWarning[] {
  const events = inOrder([...lot.events.filter((event) => event.id !== added.id), added])
  const own = roundsOf(events).find((r) => r.events.includes(added))
  const round = own?.events ?? []
  const startOf = ({ startEvent }: Rule): string =>
    own?.kinds.has(startEvent) ? startEvent : (book.standsIn[startEvent] ?? startEvent)
  return book.rules.flatMap((version) => {
    const startEvent = startOf(version)
    if (startEvent !== added.kind && version.endEvent !== added.kind) return []
    const pairs = pair(
      round.filter((event) => event.kind === startEvent),
      round.filter((event) => event.kind === version.endEvent),
    )
    return [...pairs]
      .filter((ends) => ends.includes(added))
      .flatMap(([start, end]) => {
        const situation = { facts: lot.facts, events: round, book, on: start.day }
        const rule = ruleFor(version.key, situation)
        const { amount } = rule === version ? daysFor(rule, situation) : { amount: null }
        if (!rule || amount === null) return []
        const { rawDue, due } = computeDue(rule, start.day, calendar, amount)
        if (!rawDue || !breaks(rule, end.day, rawDue)) return []
        return [{ rule, start: start.day, reported: end.day, earliest: due ?? rawDue }]
      })
  })
}

function breaks(rule: Rule, reported: Day, rawDue: Day): boolean {
  switch (rule.direction) {
    case 'min':
    case 'max_before':
      return reported < rawDue
    case 'exact':
      return reported !== rawDue
    default:
      return false
  }
}
