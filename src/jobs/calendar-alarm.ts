import { loadWording, officeDay, yearOf } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { NewPush } from '../notify/index.ts'
import { holdersOf } from '../people/index.ts'
import type { ReminderMeans } from './reminders.ts'
import { alarm } from './unreachable.ts'

const wording = loadWording(['pushes', 'calendar.yaml'], { missing: ['name', 'year'] })

/**
 * What administrators are told of a year without working days: this one, or from the policy's day on the next one;
 * once in so many days until somebody has imported it. The key holds the stretch of days, so two nodes tell it once.
 */
export async function calendarPushes(
  tx: Tx,
  { policy, calendar }: Pick<ReminderMeans, 'policy' | 'calendar'>,
  now: Date,
): Promise<NewPush[]> {
  const today = officeDay(now)
  const { from, everyDays } = policy.calendarAlarm
  const wanted = [yearOf(today), ...(today.slice(5) >= from ? [yearOf(today) + 1] : [])]
  const year = wanted.find((one) => !calendar.maintained(one))
  if (year === undefined) return []
  const admins = await holdersOf(tx, ['ADMIN'], today)
  const stretch = new Date(now.getTime() - everyDays * 86_400_000)
  const told = await tx.$queryRaw<{ userid: string }[]>`
    SELECT userid FROM "Push" WHERE userid = ANY(${admins.map(({ userid }) => userid)}::text[])
      AND "createdAt" > ${stretch} AND "dedupeKey" LIKE 'alarm calendar %'`
  return admins
    .filter(({ userid }) => !told.some((push) => push.userid === userid))
    .map(({ userid, name }) =>
      alarm(userid, `calendar ${year} ${today}`, wording.say('missing', { name, year })),
    )
}
