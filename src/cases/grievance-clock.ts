import { z } from 'zod'
import { type Day, dataFile, readYaml } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import { computeDue, type Pause, type RuleBook } from '../deadlines/index.ts'
import type { Grievance } from './grievance.ts'
import { workdaysAfter } from './issue-policy.ts'

const workdays = z.int().min(1).max(250)
const shape = z.strictObject({
  'answer-workdays': workdays,
  'close-workdays': workdays,
  'warn-workdays': workdays,
  'own-names': z.array(z.string().min(2)),
})

/** The bureau's own targets for what is no formal 投诉, and when it warns; in working days. */
export interface GrievancePolicy {
  readonly answer: number
  readonly close: number
  readonly warn: number
  /** What people call the handlers' own section. */
  readonly ownNames: readonly string[]
}

/** Reads the targets; throws MistakesError with file:line:column. */
export function loadGrievancePolicy(
  path = dataFile('cases', 'grievance-policy.yaml'),
): GrievancePolicy {
  const { value } = readYaml(path, shape)
  return {
    answer: value['answer-workdays'],
    close: value['close-workdays'],
    warn: value['warn-workdays'],
    ownNames: value['own-names'],
  }
}

/** What is owed on a grievance: the rule and its article, or the bureau's own target. */
export interface Owed {
  /** Review and serving of a 投诉, its decision; a first answer and an end of anything else. */
  readonly what: 'REVIEW' | 'SERVE' | 'DECISION' | 'ANSWER' | 'CLOSE'
  /** Null while it stands still, or where the calendar of its year is missing. */
  readonly due: Day | null
  readonly paused: boolean
  /** The article, while it stands still that of the pause; undefined for the bureau's own target. */
  readonly basis?: string | undefined
}

/** What the clocks are worked out from. */
export interface GrievanceClocks {
  readonly book: RuleBook
  readonly calendar: Calendar
  readonly policy: GrievancePolicy
}

/** What the rule of the pause starts with. */
const STANDSTILL_EVENT = 'COMPLAINT_INQUIRY_STARTED'

/** The rules of a 投诉 (94号令第21、26条), what they are about, and what ends them. */
const STATUTORY = [
  { key: 'COMPLAINT_REVIEW', what: 'REVIEW', until: 'ACCEPT' },
  { key: 'COMPLAINT_SERVE', what: 'SERVE', until: 'ACCEPT' },
  { key: 'COMPLAINT_DECISION', what: 'DECISION', until: 'DECIDE' },
] as const

/** What is still owed on it, the nearest first; nothing once it is decided. */
export function owedOn(grievance: Grievance, clocks: GrievanceClocks): Owed[] {
  if (grievance.decided) return []
  const { openedOn: start, notes } = grievance
  const done = new Set(notes.map((note) => note.act))
  if (!grievance.report.formal) {
    const { answer, close } = clocks.policy
    const target = (what: 'ANSWER' | 'CLOSE', days: number): Owed => ({
      what,
      due: workdaysAfter(clocks.calendar, start, days),
      paused: false,
    })
    const answered = done.has('REPLY') || done.has('ACCEPT')
    return [...(answered ? [] : [target('ANSWER', answer)]), target('CLOSE', close)]
  }
  return STATUTORY.filter(({ until }) => !done.has(until)).flatMap(({ key, what }) => {
    const rule = clocks.book.inForce(key, start)
    if (!rule) return []
    // Only the decision waits for 补正 and experts (实施条例第58条).
    const pauses = what === 'DECISION' ? standstillsOf(grievance, clocks.book) : []
    const standing = pauses.find(({ to }) => to === null)
    const paused = standing !== undefined
    const { due } = computeDue(rule, start, clocks.calendar, rule.amount, pauses)
    return [{ what, due: paused ? null : due, paused, basis: standing?.basis ?? rule.basis }]
  })
}

/** When the clock stood still (实施条例第58条): the days after the first, up to the last; `to` null while it does. */
function standstillsOf({ notes }: Grievance, book: RuleBook): Pause[] {
  const rule = book.pauses.find(({ from }) => from === STANDSTILL_EVENT)
  if (!rule) return []
  const { key, title, basis } = rule
  const found: Pause[] = []
  for (const { act, day } of notes) {
    const last = found.at(-1)
    const eventId = String(found.length)
    if (act === 'PAUSE')
      found.push({ key, title, basis, toCheck: false, from: day, to: null, eventId })
    if (act === 'RESUME' && last?.to === null) found.splice(-1, 1, { ...last, to: day })
  }
  return found
}

/** Working days left until the day, negative when it has passed; undefined where the calendar is missing. */
export function workdaysLeft(calendar: Calendar, today: Day, due: Day): number | undefined {
  const left = whereMaintained(() => calendar.workdaysBetween(today, due))
  return left.ok ? left.value : undefined
}
