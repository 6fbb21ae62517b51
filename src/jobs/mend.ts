import { officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { NewPush } from '../notify/index.ts'
import { planReminders, reminderPushes } from '../supervision/index.ts'
import { lastMorning, momentOf, type ReminderMeans } from './reminders.ts'

/** What reminders of today said besides the deadline that changed before they left. */
export async function toldAnew(tx: Tx, means: ReminderMeans, now: Date): Promise<NewPush[]> {
  const today = officeDay(now)
  const taken = await tx.$queryRaw<{ id: bigint; userid: string; slot: string }[]>`
    UPDATE "Push" SET failure = 'deadline-changed, told anew'
    WHERE status = 'WITHDRAWN' AND failure = 'deadline-changed' AND slot IN (${`morning ${today}`}, ${`urgent ${today}`})
    RETURNING id, userid, slot`
  const pushes: NewPush[] = []
  for (const slot of ['morning', 'urgent'] as const) {
    const key = `${slot} ${today}`
    const readers = new Map(
      taken.filter((push) => push.slot === key).map((push) => [push.userid, push.id]),
    )
    if (readers.size === 0) continue
    const since = await lastMorning(tx, now, means.policy)
    const moment = momentOf({ at: now, today, catchingUp: false }, means, since)
    const planned = await planReminders(tx, { slot, key }, moment)
    const anew = reminderPushes(
      planned.filter(
        (push) => readers.has(push.to) && push.template !== 'leader-brief' && !push.news,
      ),
      { slot, key },
    )
    pushes.push(
      ...anew.map((push) => ({
        ...push,
        dedupeKey: `${push.dedupeKey} anew ${readers.get(push.userid)}`,
      })),
    )
  }
  return pushes
}
