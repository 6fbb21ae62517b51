import { officeDay, yearOf } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import { CHORES, type Chore, type Policy, REMINDERS, type ReminderSlot } from './policy.ts'
import { choreSlot, slotsBetween } from './slots.ts'

/** How a job stands, for the operator. */
export interface JobReport {
  readonly job: ReminderSlot | Chore
  /** The latest slot that was run or covered by another's run. */
  readonly lastDone: Date | undefined
  /** Code of the failure of the latest run that is not done. */
  readonly failure: string | undefined
  /**
   * late: a slot has been due for a while and is not done. unplanned: the year has no calendar, so nothing is
   * sent. unborn: the job has never been due since the first start.
   */
  readonly state: 'ok' | 'late' | 'unplanned' | 'unborn'
}

/** A job is called late this long after its slot; reminders missed outside working hours wait for them. */
const GRACE_MS = 15 * 60_000

/** The state of every job at an instant. Two queries. */
export async function jobReports(
  db: Tx,
  { policy, calendar }: { readonly policy: Policy; readonly calendar: Calendar },
  now: Date,
): Promise<JobReport[]> {
  const rows = await db.$queryRaw<{ job: string; lastDone: Date | null; failure: string | null }[]>`
    SELECT job, max(slot) FILTER (WHERE "finishedAt" IS NOT NULL) AS "lastDone",
      (array_agg(failure ORDER BY slot DESC) FILTER (WHERE "finishedAt" IS NULL))[1] AS failure
    FROM "CronRun" WHERE slot <= ${now} GROUP BY job`
  const [since] = await db.$queryRaw<{ at: string }[]>`
    SELECT value #>> '{}' AS at FROM "Setting" WHERE key = 'jobs.since'`
  const born = since ? new Date(since.at) : now
  const unplanned = !calendar.maintained(yearOf(officeDay(now)))
  return [...REMINDERS, ...CHORES].map((job) => {
    const row = rows.find((found) => found.job === job)
    const lastDone = row?.lastDone ?? undefined
    const due = lastDue(job, new Date(now.getTime() - GRACE_MS), born)
    const isReminder = job === 'morning' || job === 'urgent'
    const state =
      isReminder && unplanned
        ? 'unplanned'
        : due === undefined
          ? 'unborn'
          : lastDone && lastDone >= due
            ? 'ok'
            : 'late'
    return { job, lastDone, failure: row?.failure ?? undefined, state }
  })

  function lastDue(job: ReminderSlot | Chore, by: Date, from: Date): Date | undefined {
    if (job === 'morning' || job === 'urgent') {
      const month = new Date(Math.max(from.getTime(), by.getTime() - 31 * 86_400_000))
      return slotsBetween(policy, calendar, month, by).slots.findLast((s) => s.job === job)?.at
    }
    const slot = choreSlot(policy, job, by)
    return slot > from ? slot : undefined
  }
}
