import { type Day, isDay, loadWording, weekday } from '../base/index.ts'
import type { Calendar, DayNature } from '../calendar/index.ts'
import { computeDue, countsBack, type DueStep } from './due.ts'
import type { Pause } from './pauses.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** The answer of `cli due`, in the shape that INTERFACE fixes. */
export type DueExplanation = ExplainedDue | UnexplainedDue

export interface ExplainedDue {
  readonly rule: string
  readonly start: Day
  readonly rawDue: Day
  readonly due: Day
  readonly amount: number
  readonly unit: Rule['unit']
  readonly direction: Rule['direction']
  readonly basis: string
  readonly confidence: Rule['confidence']
  readonly title: string
  readonly version: number
  readonly ship: Rule['ship']
  /** False when no version was in force on the start day; then the first version is shown. */
  readonly inForce: boolean
  /** The event it counts from, and what day of it. */
  readonly startEvent: string
  readonly startMeans: string
  /** In force since a day that nobody has established: 施行日待核. */
  readonly undated: boolean
  readonly steps: readonly ExplainedStep[]
}

/** What could not be worked out; `rawDue` is given where only the calendar of its year is missing. */
export interface UnexplainedDue {
  readonly rule: string
  readonly start: string
  readonly rawDue: Day | null
  /** One Chinese sentence; it names the year, the rule or the day at fault. */
  readonly error: string
}

export interface ExplainedStep {
  readonly day: Day
  readonly kind: DueStep['kind']
  /** One Chinese line: 10月1日 周四，国庆节放假，不计. */
  readonly text: string
}

const DAY_AND_WHY = ['day', 'why']
const SENTENCES = {
  day: ['month', 'date', 'weekday'],
  'weekday-1': [],
  'weekday-2': [],
  'weekday-3': [],
  'weekday-4': [],
  'weekday-5': [],
  'weekday-6': [],
  'weekday-7': [],
  rest: [],
  holiday: ['name'],
  makeup: [],
  start: ['day'],
  reached: ['day', 'number'],
  'reached-back': ['day', 'number'],
  counted: ['day', 'number'],
  'counted-makeup': [...DAY_AND_WHY, 'number'],
  skipped: DAY_AND_WHY,
  paused: ['day', 'title', 'basis'],
  moved: DAY_AND_WHY,
  'moved-back': DAY_AND_WHY,
  'missing-year': ['year'],
  'unknown-rule': ['rule'],
  'not-a-day': ['day'],
  'no-amount': [],
} as const
const WEEKDAYS = [
  'weekday-1',
  'weekday-2',
  'weekday-3',
  'weekday-4',
  'weekday-5',
  'weekday-6',
  'weekday-7',
] as const

/**
 * A function that explains a limit step by step. Its sentences are read once, from
 * `conversations/operator/due.yaml`; mistakes there throw MistakesError.
 */
export function openExplainer(
  book: RuleBook,
  calendar: Calendar,
): (rule: string, start: string, amount?: number, pauses?: readonly Pause[]) => DueExplanation {
  const { say } = loadWording(['operator', 'due.yaml'], SENTENCES)

  const sayDay = (of: Day): string =>
    say('day', {
      month: Number(of.slice(5, 7)),
      date: Number(of.slice(8)),
      weekday: say(WEEKDAYS[weekday(of) - 1] ?? 'weekday-7'),
    })
  const sayWhy = (nature: DayNature): string => {
    if (nature.kind === 'holiday') return say('holiday', { name: nature.name })
    return say(nature.kind === 'makeup' ? 'makeup' : 'rest')
  }
  const sayStep = (step: DueStep, back: boolean): string => {
    const day = sayDay(step.day)
    switch (step.kind) {
      case 'start':
        return say('start', { day })
      case 'reached':
        return say(back ? 'reached-back' : 'reached', { day, number: step.number })
      case 'counted': {
        const { nature, number } = step
        if (nature.kind !== 'makeup') return say('counted', { day, number })
        return say('counted-makeup', { day, number, why: sayWhy(nature) })
      }
      case 'skipped':
        return say('skipped', { day, why: sayWhy(step.nature) })
      case 'paused':
        return say('paused', { day, title: step.title, basis: step.basis })
      case 'moved':
        return say(step.back ? 'moved-back' : 'moved', { day, why: sayWhy(step.nature) })
    }
  }

  return (key, start, agreed, pauses = []) => {
    const failed = (error: string, rawDue: Day | null = null): UnexplainedDue => ({
      rule: key,
      start,
      rawDue,
      error,
    })
    if (!isDay(start)) return failed(say('not-a-day', { day: start }))
    const rule = book.closest(key, start)
    if (!rule) return failed(say('unknown-rule', { rule: key }))
    const days = agreed ?? rule.amount
    if (days === null) return failed(say('no-amount'))
    const { amount, rawDue, due, missingYear, steps } = computeDue(
      rule,
      start,
      calendar,
      days,
      pauses.filter((pause) => pause.to !== null),
    )
    if (rawDue === null || due === null)
      return failed(say('missing-year', { year: missingYear ?? start.slice(0, 4) }), rawDue)
    const { unit, direction, basis, confidence, title, version, ship } = rule
    const { startEvent, startMeans, effectiveFrom, level } = rule
    return {
      ...{ rule: key, start, rawDue, due, amount, unit, direction, basis, confidence },
      ...{ title, version, ship, inForce: book.inForce(key, start) === rule },
      ...{ startEvent, startMeans, undated: effectiveFrom === null && level === 'national' },
      steps: steps.map((step) => ({
        day: step.day,
        kind: step.kind,
        text: sayStep(step, countsBack(rule)),
      })),
    }
  }
}
