import { type Day, day, type Fen } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import { daysFor, ruleFor } from './conditions.ts'
import { computeDue } from './due.ts'
import { isEnded } from './endings.ts'
import { inOrder, type LotEvent, type LotFacts, type Round, roundsOf } from './history.ts'
import { type LateRate, lateRateOf } from './late-interest.ts'
import { attentionFrom, yellowFrom } from './light.ts'
import { countPaused, type Pause, pausesFor, pausesOf } from './pauses.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'
import type { Situation } from './situation.ts'
import { EITHER, startsOf } from './starts.ts'

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
  /** PAY_* only: what must have been paid altogether for it to be met. */
  readonly totalDue: Fen | null
  /** PAY_* only: at what rate late interest is estimated; null where nobody owes any by law or contract. */
  readonly lateRate: LateRate | null
}

/** What the law and the office have, beside a lot's own history. */
export interface ClockWorks {
  readonly book: RuleBook
  readonly calendar: Calendar
  /** Kinds of events that somebody can report today: a rule that starts or ends with another never opens. */
  readonly reportable: ReadonlySet<string>
}

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
  const whole: Whole = { all, pauses: pausesOf(all, works.book), facts: lot.facts }
  return works.book.keys.flatMap((key) =>
    rounds.flatMap((round) => clocksOf(key, round, whole, works)),
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
  const sample = book.sample(key)
  if (!sample || !mayStart(sample, round) || !isReportable(sample, works)) return []
  // Where the contract has payment terms, what counts the contract as a whole gives way to them.
  const hasTerms = (facts.terms ?? []).length > 0
  if (hasTerms && book.replaced.has(key)) return []
  return startsOf(sample, events, all, facts, book).flatMap((start) => {
    // FAILED ends what is still open without a verdict.
    if (round.failed && !start.by) return []
    const on = { facts: start.facts, events, book, on: start.day }
    const situation: Situation = start.by ? { ...on, metOn: start.by.day } : on
    const rule = ruleFor(key, situation)
    if (!rule || !hasLight(rule)) return []
    const { amount, overCeiling } = daysFor(rule, situation)
    if (amount === null) return []
    const { date, stopped } = countPaused(
      pausesFor(rule, pauses),
      (known) => computeDue(rule, start.day, calendar, amount, known),
      start.day,
    )
    const { due } = date
    if (!start.by && isEnded(rule, { start: start.day, due }, events, book)) return []
    const waits = !start.by && stopped.at(-1)?.to === null
    const yellowOn = yellowFrom(rule, start.day, date.rawDue, calendar, book.yellowWorkdays)
    return [
      {
        rule,
        start: start.day,
        startEventId: start.id,
        amount,
        overCeiling,
        rawDue: date.rawDue,
        due,
        missingYear: date.missingYear,
        yellowOn,
        attentionOn: waits
          ? NEVER
          : attentionFrom(rule, start.day, date, yellowOn, book.yellowWorkdays),
        pauses: stopped,
        state: start.by ? ('MET' as const) : ('OPEN' as const),
        metOn: start.by?.day ?? null,
        metEventId: start.by?.id ?? null,
        amountDue: start.amountDue,
        outstanding: start.outstanding,
        totalDue: start.total,
        lateRate: rule.worstLight === 'RED' ? lateRateOf(rule, facts, due, book) : null,
      },
    ]
  })
}

/** Whether the round has what the rule starts with; only payments start with one thing or another. */
const mayStart = ({ startEvent, endEvent }: Rule, { kinds }: Round): boolean =>
  endEvent === 'PAID' || kinds.has(startEvent)

/** Whether the rule stands between two events that somebody can report. */
function isReportable(rule: Rule, { reportable }: ClockWorks): boolean {
  const start = rule.startEvent === EITHER ? 'DELIVERED' : rule.startEvent
  return reportable.has(start) && reportable.has(rule.endEvent)
}

const hasLight = (rule: Rule): boolean =>
  rule.opensClock && (rule.direction === 'max' || rule.direction === 'min_before')
