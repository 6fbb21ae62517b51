import { z } from 'zod'
import { dataFile, readYaml } from '../base/index.ts'
import { escalationShape } from '../supervision/index.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time (HH:MM)')
/** Nothing in bulk at :00 and :30 (WeCom doc 90236). */
const slotTime = time.refine((text) => !/:(00|30)$/.test(text), 'not at :00 or :30')
const chore = z.union([
  z.strictObject({ every: z.int().min(1).max(1440) }),
  z.strictObject({ at: time }),
])

/** The two reminders of a working day. */
export const REMINDERS = ['morning', 'urgent'] as const
export type ReminderSlot = (typeof REMINDERS)[number]

/** The housekeeping jobs. */
export const CHORES = [
  'seal-audit',
  'move-answers',
  'follow-issues',
  'follow-duties',
  'fetch-media',
  'finish-messages',
  'sweep-pushes',
  'pass-on',
  'end-reconciliations',
  'look-at-counter',
  'nudge',
  'settle-grievances',
  'tell-of-grievances',
  'forget-old',
] as const
export type Chore = (typeof CHORES)[number]

const policyShape = z.strictObject({
  workingHours: z
    .strictObject({ from: time, to: time })
    .refine(({ from, to }) => from < to, 'ends before it begins'),
  reminders: z.strictObject({ morning: slotTime, urgent: slotTime }),
  escalation: escalationShape,
  calendarAlarm: z.strictObject({
    from: z.string().regex(/^\d\d-\d\d$/, 'not a day of a year (MM-DD)'),
    everyDays: z.int().min(1).max(60),
  }),
  catchUpDays: z.int().min(1).max(365),
  chores: z.record(z.enum(CHORES), chore),
  keepDays: z.int().min(7),
  keepMisunderstoodDays: z.int().min(7),
  eraseAfter: z.strictObject({ silentDays: z.int().min(30), idleDays: z.int().min(30) }),
  nudgeAfter: z.int().min(1),
})

/** When what runs; times in the office's zone, `every` in minutes. See policy.yaml. */
export type Policy = z.infer<typeof policyShape>

/** Reads the policy; throws MistakesError with file:line:column. */
export function loadPolicy(file = dataFile('jobs', 'policy.yaml')): Policy {
  return readYaml(file, policyShape).value
}
