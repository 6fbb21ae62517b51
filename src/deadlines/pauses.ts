import { addDays, type Day } from '../base/index.ts'
import type { LotEvent } from './history.ts'
import { pair } from './pairing.ts'
import type { PauseRule, Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** A time in which a clock stood still: the days after `from`, up to and including `to`. */
export interface Pause {
  /** The key of the PauseRule. */
  readonly key: string
  readonly title: string
  readonly basis: string
  /** Whether its ground is still to be checked. */
  readonly toCheck: boolean
  readonly from: Day
  /** Null while nothing has ended it. */
  readonly to: Day | null
  /** The event that began it, with its evidence. */
  readonly eventId: string
}

interface Stopped extends Pause {
  readonly rule: PauseRule
}

/** Every time in which something stood still, from a lot's events (in order of their days). */
export function pausesOf(events: readonly LotEvent[], book: RuleBook): Stopped[] {
  return book.pauses.flatMap((rule) => {
    if (rule.ship === 'off') return []
    const starts = events.filter((event) => event.kind === rule.from)
    const ends = events.filter((event) => rule.until.includes(event.kind))
    // An end before its start ends nothing: it is taken for no end.
    const pairs = pair(starts, ends)
    return starts.flatMap((start): Stopped[] => {
      if (rule.effectiveFrom && start.day < rule.effectiveFrom) return []
      if (rule.effectiveTo && start.day > rule.effectiveTo) return []
      const end = pairs.get(start)?.day
      const told = end !== undefined && end >= start.day ? end : null
      const { key, title, basis } = rule
      const toCheck = rule.ship === 'marked'
      const to = capped(rule, start.day, told, book)
      return [
        { rule, key, title, basis, toCheck, from: start.day, to, eventId: start.id.toString() },
      ]
    })
  })
}

/** The end, at most the rule's own longest time after the start. */
function capped(rule: PauseRule, from: Day, told: Day | null, book: RuleBook): Day | null {
  const most = rule.atMost && book.inForce(rule.atMost, from)?.amount
  if (!most) return told
  const last = addDays(from, most)
  return told === null || told > last ? last : told
}

/** Those that stop this rule. Only what must be done by a day can be stopped. */
export function pausesFor(rule: Rule, all: readonly Stopped[]): Pause[] {
  if (rule.direction !== 'max') return []
  return all
    .filter(
      ({ rule: { rules, stages } }) => rules.includes(rule.key) || stages.includes(rule.stage),
    )
    .map(({ rule: _, ...pause }) => pause)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** The pause that holds a day back from being counted, if any. An open one holds nothing back: it stops the clock. */
export function heldBack(pauses: readonly Pause[], day: Day): Pause | undefined {
  return pauses.find((pause) => pause.to !== null && pause.from < day && day <= pause.to)
}

/** Whether the clock stands still on that day. */
export function isPaused(pauses: readonly Pick<Pause, 'from' | 'to'>[], on: Day): boolean {
  return pauses.some(({ from, to }) => from <= on && (to === null || on < to))
}

/**
 * The count with those pauses that began while it still ran: one that began after the last day, or that ended
 * before the start, changes nothing.
 */
export function countPaused<D extends { readonly rawDue: Day | null }>(
  pauses: readonly Pause[],
  count: (known: readonly Pause[]) => D,
  start: Day,
): { readonly date: D; readonly stopped: readonly Pause[] } {
  const stopped: Pause[] = []
  let date = count(stopped)
  for (const pause of pauses) {
    if (pause.to !== null && pause.to <= start) continue
    if (date.rawDue !== null && pause.from >= date.rawDue) continue
    stopped.push(pause)
    date = count(stopped)
  }
  // The open one is the last word: what follows it cannot have run.
  return { date, stopped: stopped.sort((a, b) => Number(a.to === null) - Number(b.to === null)) }
}
