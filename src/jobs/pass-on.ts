import { officeDay, officeTime } from '../base/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { enqueuePushes, type NewPush } from '../notify/index.ts'
import { holdersOf } from '../people/index.ts'
import { calendarPushes } from './calendar-alarm.ts'
import { toldAnew } from './mend.ts'
import { orderPushes } from './orders.ts'
import type { ReminderMeans } from './reminders.ts'
import { inUsualHours, inWorkingHours, slotsBetween } from './slots.ts'
import { alarm, missedWords, unreachablePushes } from './unreachable.ts'

/** A slot that is not done this long after its time is reported. */
const GRACE_MS = 15 * 60_000

/**
 * What somebody must still hear, looked for every minute of working hours: orders of sections, reminders that were
 * taken back because a deadline changed, messages that did not reach their receiver, and a slot that did not run.
 * Every push has a key of its own, so two nodes that look at once tell it once. Returns how many were queued.
 */
export async function passOn(database: Database, means: ReminderMeans, now: Date): Promise<number> {
  if (!inWorkingHours(means.policy, means.calendar, now)) return calendarOnly(database, means, now)
  return database.transaction(
    async (tx) => {
      const pushes = [
        ...(await orderPushes(tx, now)),
        ...(await unreachablePushes(tx, now)),
        ...(await missedSlots(tx, means, now)),
        ...(await toldAnew(tx, means, now)),
        ...(await calendarPushes(tx, means, now)),
      ]
      const stored = await enqueuePushes(tx, means.boss, pushes, now)
      return stored.filter(({ kind }) => kind === 'queued').length
    },
    { timeout: 60_000 },
  )
}

/** In a year without a calendar nobody knows the working days, but its lack must be told all the same. */
async function calendarOnly(database: Database, means: ReminderMeans, now: Date): Promise<number> {
  if (!inUsualHours(means.policy, means.calendar, now)) return 0
  return database.transaction(async (tx) => {
    const pushes = await calendarPushes(tx, means, now)
    return (await enqueuePushes(tx, means.boss, pushes, now)).filter(
      ({ kind }) => kind === 'queued',
    ).length
  })
}

/** Today's slots that should have run and did not. */
async function missedSlots(
  tx: Tx,
  { policy, calendar }: ReminderMeans,
  now: Date,
): Promise<NewPush[]> {
  const today = officeDay(now)
  const midnight = new Date(now.getTime() - 86_400_000)
  const { slots } = slotsBetween(policy, calendar, midnight, new Date(now.getTime() - GRACE_MS))
  const due = slots.filter((slot) => slot.day === today)
  if (due.length === 0) return []
  const [since] = await tx.$queryRaw<{ at: string }[]>`
    SELECT value #>> '{}' AS at FROM "Setting" WHERE key = 'jobs.since'`
  const runs = await tx.$queryRaw<
    { job: string; slot: Date; done: boolean; failure: string | null }[]
  >`
    SELECT job, slot, "finishedAt" IS NOT NULL AS done, failure FROM "CronRun" WHERE slot > ${midnight}`
  const missed = due
    .map((slot) => ({
      slot,
      run: runs.find((run) => run.job === slot.job && run.slot.getTime() === slot.at.getTime()),
    }))
    .filter(({ slot, run }) => !run?.done && since && slot.at > new Date(since.at))
  if (missed.length === 0) return []
  const admins = await holdersOf(tx, ['ADMIN'], today)
  return missed.flatMap(({ slot, run }) =>
    admins.map(({ userid, name }) => {
      const text = missedWords(name, officeTime(slot.at), run?.failure ?? undefined)
      return alarm(userid, `${slot.job} ${today}`, text)
    }),
  )
}
