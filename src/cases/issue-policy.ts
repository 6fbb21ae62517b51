import { z } from 'zod'
import { addDays, type Day, dataFile, readYaml } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'

/** What a supplier may ask help for. */
export const TROUBLES = ['NOT_SIGNED', 'NOT_ACCEPTED', 'NOT_PAID', 'UNFAIR', 'OTHER'] as const
export type Trouble = (typeof TROUBLES)[number]

/** What has a target by which it is to be solved: those, and a matter in which a unit is stuck. */
const SOLVED = [...TROUBLES, 'MATTER'] as const

const workdays = z.int().min(1).max(120)
const shape = z.strictObject({
  'answer-workdays': workdays,
  'silence-workdays': workdays,
  'solve-workdays': z.record(z.enum(SOLVED), workdays),
})

/** The bureau's own targets for issues, in working days. */
export interface IssuePolicy {
  readonly answer: number
  /** After 「解决了吗？」: silence of so many days closes an issue. */
  readonly silence: number
  readonly solve: Readonly<Record<(typeof SOLVED)[number], number>>
}

/** Reads the targets; throws MistakesError with file:line:column. */
export function loadIssuePolicy(path = dataFile('cases', 'issue-policy.yaml')): IssuePolicy {
  const { value } = readYaml(path, shape)
  return {
    answer: value['answer-workdays'],
    silence: value['silence-workdays'],
    solve: value['solve-workdays'],
  }
}

/** The last of so many working days after `from`; calendar days where a year has no calendar, which is never too late. */
export function workdaysAfter(calendar: Calendar, from: Day, count: number): Day {
  const found = whereMaintained(() => calendar.addWorkdays(from, count))
  return found.ok ? found.value : addDays(from, count)
}
