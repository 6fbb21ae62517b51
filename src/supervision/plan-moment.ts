import type { Day } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Template } from './digests.ts'
import type { Escalation } from './escalation.ts'

/** For which moment reminders are worked out. */
export interface PlanMoment {
  readonly at: Date
  readonly today: Day
  readonly calendar: Calendar
  readonly escalation: Escalation
  /** The day of the morning digest before this one. */
  readonly since: Day
  /** Working days after a reported payment by which its receiver must have been reached. */
  readonly unreachedAfter: number
  /** Working days after which a section is given an unanswered survey's link once more. */
  readonly remindAfter: number
  /** An outage swallowed reminders of earlier days: the message says so. */
  readonly catchingUp: boolean
}

/** A slot's name in pushes: what keeps one apart from another. */
export interface PlanSlot {
  readonly slot: 'morning' | 'urgent'
  /** `morning 2026-09-08`. */
  readonly key: string
}

/** Templates that a newer digest takes the place of while they still wait: the morning says all that the afternoon said. */
export const superseded = (slot: PlanSlot['slot']): readonly Template[] =>
  slot === 'urgent'
    ? ['liaison-urgent']
    : ['liaison-digest', 'liaison-urgent', 'unit-digest', 'section-digest', 'leader-brief']
