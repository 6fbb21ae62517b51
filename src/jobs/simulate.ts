import { addDays, type Day, officeInstant } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Database } from '../db/index.ts'
import { type PlannedPush, planReminders, type Template, toldSoFar } from '../supervision/index.ts'
import { type Policy, REMINDERS } from './policy.ts'

/** How many messages of a kind somebody would get. */
export interface Simulated {
  readonly to: string
  readonly template: Template
  readonly messages: number
  /** Matters told in them, each as often as it is told. */
  readonly matters: number
  /** Messages of that kind on the fullest day. */
  readonly mostADay: number
}

/**
 * What a policy would send from one day to another, from what is known now and nothing more happening: every slot
 * of every working day is planned in its turn and remembered as told. Writes nothing. Throws YearNotMaintained.
 */
export async function simulate(
  database: Database,
  { from, to }: { readonly from: Day; readonly to: Day },
  {
    policy,
    calendar,
    unreachedAfter,
    remindAfter,
  }: {
    readonly policy: Policy
    readonly calendar: Calendar
    readonly unreachedAfter: number
    readonly remindAfter: number
  },
): Promise<Simulated[]> {
  const told = toldSoFar()
  const sent: { day: Day; push: PlannedPush }[] = []
  await database.transaction(
    async (tx) => {
      for (let day = from; day <= to; day = addDays(day, 1)) {
        if (!calendar.isWorkday(day)) continue
        for (const slot of REMINDERS) {
          const slotAt = officeInstant(day, policy.reminders[slot])
          const moment = {
            at: slotAt,
            today: day,
            calendar,
            escalation: policy.escalation,
            since: addDays(day, -1),
            catchingUp: false,
            unreachedAfter,
            remindAfter,
          }
          const planned = await planReminders(
            tx,
            { slot, key: `${slot} ${day}` },
            moment,
            undefined,
            told,
          )
          for (const push of planned) {
            told.note(push, day)
            sent.push({ day, push })
          }
        }
      }
    },
    { timeout: 10 * 60_000 },
  )
  return counted(sent)
}

function counted(sent: readonly { readonly day: Day; readonly push: PlannedPush }[]): Simulated[] {
  const groups = new Map<string, { first: PlannedPush; matters: number; days: Map<Day, number> }>()
  for (const { day, push } of sent) {
    const key = `${push.to} ${push.template}`
    const group = groups.get(key) ?? { first: push, matters: 0, days: new Map<Day, number>() }
    group.matters += push.shown
    group.days.set(day, (group.days.get(day) ?? 0) + 1)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ first, matters, days }) => ({
    to: first.to,
    template: first.template,
    messages: [...days.values()].reduce((sum, n) => sum + n, 0),
    matters,
    mostADay: Math.max(...days.values()),
  }))
}
