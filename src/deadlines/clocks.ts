import { type Day, day, type Fen } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import { daysFor, ruleFor, type Situation } from './conditions.ts'
import { computeDue } from './due.ts'
import { inOrder, type LotEvent, type LotFacts, type Round, roundsOf } from './history.ts'
import { attentionFrom, yellowFrom } from './light.ts'
import { pair } from './pairing.ts'
import { countPaused, type Pause, pausesFor, pausesOf } from './pauses.ts'
import { cover, deliveryPoints, invoicePoints, type PayPoint } from './payments.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** A time limit that runs, or ran, for a lot. */
export interface Clock {
  /** The version in force on the start day. */
  readonly rule: Rule
  readonly start: Day
  /** The event that opened it; for PAY_INVOICE* the invoice, even where acceptance came later. */
  readonly startEventId: bigint
  /** Days counted, of the rule's unit. */
  readonly amount: number
  /** The contract's longer term, where the law's ceiling was counted instead: to be flagged. */
  readonly overCeiling: number | null
  /** Null only for a count of working days that ran into a year without calendar. */
  readonly rawDue: Day | null
  readonly due: Day | null
  readonly missingYear: number | null
  /** First day of the yellow light; null where the calendar is missing. */
  readonly yellowOn: Day | null
  /** First day on which a reminder may be due, known even without the calendar. */
  readonly attentionOn: Day
  readonly state: 'OPEN' | 'MET'
  /** When it stood still. While the last one is open, `due` is the day without it. */
  readonly pauses: readonly Pause[]
  readonly metOn: Day | null
  readonly metEventId: bigint | null
  /** PAY_* only: what became due at this start, where a sum is known. */
  readonly amountDue: Fen | null
  /** PAY_* only: unpaid of all that was due up to this start. Of several clocks take the largest. */
  readonly outstanding: Fen | null
}

/** What the law and the office have, beside a lot's own history. */
export interface ClockWorks {
  readonly book: RuleBook
  readonly calendar: Calendar
  /** Kinds of events that somebody can report today: a rule that starts or ends with another never opens. */
  readonly reportable: ReadonlySet<string>
}

type Met = Pick<Clock, 'amountDue' | 'outstanding'> & { readonly by: LotEvent | null }
/** Starts of one rule in one round, and how each was met. */
type Starts = readonly (readonly [Pick<PayPoint, 'id' | 'day'>, Met])[]

const EITHER = 'DELIVERED_OR_ACCEPTED'
const of = (events: readonly LotEvent[], kind: string) => events.filter((e) => e.kind === kind)

/**
 * Every clock of one lot, worked out afresh from its live events: nothing is stored between two runs, so a
 * voided or late event simply gives another answer. In order of the rules, then of the starts.
 */
export function computeClocks(
  lot: { readonly events: readonly LotEvent[]; readonly facts: LotFacts },
  works: ClockWorks,
): Clock[] {
  const all = inOrder(lot.events)
  const rounds = roundsOf(all)
  const pauses = pausesOf(all, works.book)
  return works.book.keys.flatMap((key) =>
    rounds.flatMap((round) => clocksOf(key, round, { all, pauses, facts: lot.facts }, works)),
  )
}

/** What every clock of a lot is worked out from. */
interface Whole {
  readonly all: readonly LotEvent[]
  readonly pauses: ReturnType<typeof pausesOf>
  readonly facts: LotFacts
}

/** The first day on which no clock that stands still asks for anything: its history must change first. */
const NEVER: Day = day('9999-12-31')

function clocksOf(
  key: string,
  round: Round,
  { all, pauses, facts }: Whole,
  works: ClockWorks,
): Clock[] {
  const { book, calendar } = works
  const events = round.events
  // The loader sees to it that all versions of a rule stand between the same events.
  const sample = book.rules.find((rule) => rule.key === key)
  if (!sample || !isReportable(sample, works)) return []
  return startsOf(sample, events, all, facts).flatMap(([start, met]) => {
    const situation: Situation = {
      ...{ facts, events, book, on: start.day },
      ...(met.by && { metOn: met.by.day }),
    }
    const rule = ruleFor(key, situation)
    // FAILED ends what is still open without a verdict.
    if (!rule || !hasLight(rule) || (round.failed && !met.by)) return []
    const { amount, overCeiling } = daysFor(rule, situation)
    if (amount === null) return []
    const { date, stopped } = countPaused(
      pausesFor(rule, pauses),
      (known) => computeDue(rule, start.day, calendar, amount, known),
      start.day,
    )
    const waits = !met.by && stopped.at(-1)?.to === null
    const yellowOn = yellowFrom(rule, start.day, date.rawDue, calendar, book.yellowWorkdays)
    return [
      {
        rule,
        start: start.day,
        startEventId: start.id,
        amount,
        overCeiling,
        rawDue: date.rawDue,
        due: date.due,
        missingYear: date.missingYear,
        yellowOn,
        attentionOn: waits
          ? NEVER
          : attentionFrom(rule, start.day, date, yellowOn, book.yellowWorkdays),
        pauses: stopped,
        state: met.by ? ('MET' as const) : ('OPEN' as const),
        metOn: met.by?.day ?? null,
        metEventId: met.by?.id ?? null,
        amountDue: met.amountDue,
        outstanding: met.outstanding,
      },
    ]
  })
}

/** Whether the rule stands between two events that somebody can report. */
function isReportable(rule: Rule, { reportable }: ClockWorks): boolean {
  const start = rule.startEvent === EITHER ? 'DELIVERED' : rule.startEvent
  return reportable.has(start) && reportable.has(rule.endEvent)
}

const hasLight = (rule: Rule): boolean =>
  rule.opensClock && (rule.direction === 'max' || rule.direction === 'min_before')

function startsOf(
  rule: Rule,
  events: readonly LotEvent[],
  all: readonly LotEvent[],
  facts: LotFacts,
): Starts {
  if (rule.endEvent === 'PAID') {
    const points = rule.startEvent === EITHER ? deliveryPoints(events) : invoicePoints(events)
    const covered = cover(points, of(events, 'PAID'), facts.contractAmount)
    return [...covered].map(([point, { metBy, ...sums }]) => [point, { by: metBy, ...sums }])
  }
  const starts = of(events, rule.startEvent)
  // What had to be done beforehand may have been done before an earlier try failed.
  const ends = of(rule.direction === 'min_before' ? all : events, rule.endEvent)
  const pairs = pair(starts, ends)
  return starts.map((start) => [
    start,
    { by: pairs.get(start) ?? null, amountDue: null, outstanding: null },
  ])
}
