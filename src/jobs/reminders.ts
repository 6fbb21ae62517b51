import { addDays, type Day, type Entropy, officeDay } from '../base/index.ts'
import { keepCards } from '../bindings/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { enqueuePushes, type PushBoss, supersedePushes } from '../notify/index.ts'
import {
  type LinkMeans,
  NEWS_RULE,
  type PlanMoment,
  type PlannedPush,
  type PlanSlot,
  planReminders,
  reminderPushes,
  superseded,
} from '../supervision/index.ts'
import { reminderCards } from './cards.ts'
import { claim, finish } from './claim.ts'
import type { Policy, ReminderSlot } from './policy.ts'
import type { ReminderRun } from './runner.ts'
import { latestSlot } from './slots.ts'

/** What planning and queueing reminders needs. */
export interface ReminderMeans {
  readonly boss: PushBoss
  readonly calendar: Calendar
  readonly policy: Policy
  readonly entropy: Entropy
  /** The address behind a token: of a survey, or of a contract's page. */
  readonly linkUrl: (page: 's' | 'p', token: string) => string
  /** Working days after a reported payment by which its receiver must have been reached. */
  readonly unreachedAfter: number
  /** Working days after which a section is given an unanswered survey's link once more. */
  readonly remindAfter: number
}

const keyOf = (slot: ReminderSlot, slotAt: Date): PlanSlot => ({
  slot,
  key: `${slot} ${officeDay(slotAt)}`,
})

/** The moment that a run plans for. */
export const momentOf = (
  { at, today, catchingUp }: Pick<ReminderRun, 'at' | 'today' | 'catchingUp'>,
  { calendar, policy, unreachedAfter, remindAfter }: ReminderMeans,
  since: Day,
): PlanMoment => ({
  at,
  today,
  catchingUp,
  since,
  calendar,
  unreachedAfter,
  remindAfter,
  escalation: policy.escalation,
})

/** Plans a slot's reminders and queues them, in the transaction that holds its claim. Older ones that still wait are taken back. */
export async function queueReminders(
  tx: Tx,
  run: ReminderRun,
  means: ReminderMeans,
): Promise<PlannedPush[]> {
  const { boss, entropy, linkUrl, policy } = means
  const slot = keyOf(run.slot, run.slotAt)
  const links: LinkMeans = {
    entropy,
    url: (token) => linkUrl('s', token),
    page: (token) => linkUrl('p', token),
  }
  const since = await lastMorning(tx, run.slotAt, policy)
  const planned = await planReminders(tx, slot, momentOf(run, means, since), links)
  const userids = [...new Set(planned.map((push) => push.to))]
  // News count as told, and links are in no other hand: what carries them goes out late rather than never.
  const older = { userids, templates: superseded(run.slot), butNot: NEWS_RULE }
  await supersedePushes(tx, older, run.at)
  const cards = reminderCards(planned, entropy)
  const pushes = reminderPushes(planned, slot, (push) => cards.get(push)?.body)
  await enqueuePushes(tx, boss, pushes, run.at)
  await keepCards(tx, [...cards.values()], run.at)
  return planned
}

/** What `cli remind` asks for. */
export interface RemindRequest {
  readonly at: Date
  readonly slot?: ReminderSlot
  readonly dryRun: boolean
}

/** Nothing may be queued for as long as this; a large office takes a while. */
const TIMEOUT_MS = 60_000

/**
 * Runs the latest slot at or before `at` on the same office day, as of `at`. Nothing when there is none, or when
 * it has run already; a dry run shows it all the same, and writes nothing.
 * Throws YearNotMaintained where nobody has entered the working days of that year.
 */
export async function remind(
  database: Database,
  { at, slot, dryRun }: RemindRequest,
  means: ReminderMeans,
): Promise<PlannedPush[]> {
  const found = latestSlot(means.policy, means.calendar, at, slot)
  if (!found) return []
  const run = { job: found.job, slot: found.at }
  const moment: ReminderRun = {
    slot: found.job,
    slotAt: found.at,
    at,
    today: officeDay(at),
    catchingUp: false,
  }
  return database.transaction(
    async (tx) => {
      if (dryRun) {
        const since = await lastMorning(tx, found.at, means.policy)
        return planReminders(tx, keyOf(found.job, found.at), momentOf(moment, means, since))
      }
      if (!(await claim(tx, run, at))) return []
      const planned = await queueReminders(tx, moment, means)
      await finish(tx, run, { pushes: planned.length, by: 'cli' }, at)
      return planned
    },
    { timeout: TIMEOUT_MS },
  )
}

/** The office's day for which the last morning digest before this slot was worked out; else the start of what is caught up. */
export async function lastMorning(db: Tx, slotAt: Date, policy: Policy): Promise<Day> {
  const [run] = await db.$queryRaw<{ startedAt: Date }[]>`
    SELECT "startedAt" FROM "CronRun"
    WHERE job = 'morning' AND slot < ${slotAt} AND "finishedAt" IS NOT NULL
      AND NOT coalesce(result ? 'mergedInto', false)
    ORDER BY slot DESC LIMIT 1`
  return run ? officeDay(run.startedAt) : addDays(officeDay(slotAt), -policy.catchUpDays)
}
