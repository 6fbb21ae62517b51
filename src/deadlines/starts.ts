import type { Day } from '../base/index.ts'
import { acceptedInTime, delayFor } from './acceptance-end.ts'
import type { LotEvent, LotFacts } from './history.ts'
import { pair } from './pairing.ts'
import { type Coverage, cover, deliveryPoints, invoicePoints } from './payments.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'
import { termPoints } from './term-points.ts'

/** Where a rule starts to count, and how that was met. */
export interface Start extends Pick<Coverage, 'amountDue' | 'outstanding' | 'total'> {
  readonly id: bigint
  readonly day: Day
  readonly by: LotEvent | null
  /** What the rule is to take for the lot: a payment term has days of its own. */
  readonly facts: LotFacts
}

/** Delivery, or acceptance where payment depends on it. */
export const EITHER = 'DELIVERED_OR_ACCEPTED'

const of = (events: readonly LotEvent[], kind: string) => events.filter((e) => e.kind === kind)

/** Every start of the rule in one round, whose events and those of all rounds are in order of their days. */
export function startsOf(
  rule: Rule,
  events: readonly LotEvent[],
  all: readonly LotEvent[],
  facts: LotFacts,
  book: RuleBook,
): Start[] {
  if (rule.endEvent === 'PAID') return payStarts(rule, events, facts, book)
  const starts = of(events, rule.startEvent)
  // What had to be done beforehand may have been done before an earlier try failed.
  const ends = of(rule.direction === 'min_before' ? all : events, rule.endEvent)
  const pairs = pair(starts, ends)
  return starts.map((start) => ({
    id: start.id,
    day: start.day,
    by: pairs.get(start) ?? null,
    facts,
    amountDue: null,
    outstanding: null,
    total: null,
  }))
}

function payStarts(
  rule: Rule,
  events: readonly LotEvent[],
  facts: LotFacts,
  book: RuleBook,
): Start[] {
  const { terms = [], contractAmount } = facts
  const payments = of(events, 'PAID')
  const delay = delayFor(facts, events, book)
  const inTime = acceptedInTime(events, delay, facts.acceptBy)
  const opened = termPoints(
    terms,
    (kind) => (delay?.terms.includes(kind) ? inTime : events),
    contractAmount,
  )
  if (rule.contractTerm) {
    return [...cover(opened, payments, contractAmount)]
      .filter(([{ term }]) => term.kind === rule.contractTerm)
      .map(([{ id, day, term }, { metBy, ...sums }]) => ({
        ...sums,
        id,
        day,
        by: metBy,
        facts: { ...facts, paymentDays: term.days },
      }))
  }
  const points =
    rule.startEvent === EITHER
      ? deliveryPoints(delay?.rules.includes(rule.key) ? inTime : events)
      : terms.length > 0
        ? invoicePoints(events, opened)
        : invoicePoints(events)
  // Of a contract that is paid in parts only those whose time has come are due.
  const due = terms.length > 0 ? sumOf(opened.map(({ amount }) => amount)) : contractAmount
  return [...cover(points, payments, due)].map(([{ id, day }, { metBy, ...sums }]) => ({
    ...sums,
    id,
    day,
    by: metBy,
    facts,
  }))
}

const sumOf = (amounts: readonly (bigint | null)[]): bigint | null =>
  amounts.reduce<bigint | null>(
    (total, amount) => (total === null || amount === null ? null : total + amount),
    0n,
  )
