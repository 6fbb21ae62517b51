import { z } from 'zod'
import { addDays, type Day, isDay, officeDay, officeInstant } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Reason, reasonKey } from './item.ts'
import { type PlanSlot, superseded } from './plan-moment.ts'
import type { PlannedPush } from './planned-push.ts'

/** When somebody was told of a matter. */
export interface Telling {
  /** The office's day of the latest time. */
  readonly day: Day
  /** How often within the time that is remembered. */
  readonly times: number
}

/** What people were told lately, in other slots. Acknowledgements count as tellings of their day. */
export interface Told {
  /** The last time the person read that matter with that day, in a message of that template or of any. */
  last(userid: string, reason: Reason, template?: string): Telling | undefined
}

const Row = z.object({
  userid: z.string(),
  template: z.string(),
  rule: z.string(),
  project: z.string().nullable(),
  lot: z.number().nullable(),
  due: z.string().refine(isDay).nullable(),
  at: z.date(),
  times: z.number(),
})

/** Calendar days that are looked back: longer than any repeat, with a holiday in between. */
const BACK_DAYS = 21

/**
 * The matters that reminders of the last three weeks showed, `slot`'s own apart, and apart from what still waits
 * and is about to be superseded by it. One query by time.
 */
export async function toldLately(tx: Tx, at: Date, slot: PlanSlot): Promise<Told> {
  const from = officeInstant(addDays(officeDay(at), -BACK_DAYS))
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT p.userid, p.template, r.rule, r.project, r.lot, r.due, max(p."createdAt") AS at, count(*)::int AS times
    FROM "Push" p, jsonb_to_recordset(p.reasons) AS r(rule text, project text, lot int, due text, unshown boolean)
    WHERE p."createdAt" >= ${from} AND p."createdAt" <= ${at}
      AND p.slot IS NOT NULL AND p.slot <> ${slot.key}
      AND NOT (p.status = 'QUEUED' AND p."doubtFrom" IS NULL AND p.template = ANY(${[...superseded(slot.slot)]}))
      AND p.status NOT IN ('WITHDRAWN', 'SUPERSEDED', 'FAILED') AND r.unshown IS NOT TRUE
    GROUP BY 1, 2, 3, 4, 5, 6`
  const known = new Map<string, Telling>()
  for (const { userid, template, at: when, times, ...reason } of z.array(Row).parse(rows)) {
    const telling = { day: officeDay(when), times }
    for (const key of [keyOf(userid, reason), keyOf(userid, reason, template)])
      known.set(key, later(known.get(key), telling))
  }
  return { last: (userid, reason, template) => known.get(keyOf(userid, reason, template)) }
}

/** A record of its own, for a simulation: what is noted counts as told. */
export function toldSoFar(): Told & { note(push: PlannedPush, day: Day): void } {
  const known = new Map<string, Telling>()
  return {
    last: (userid, reason, template) => known.get(keyOf(userid, reason, template)),
    note({ to, template, reasons, shown }, day) {
      for (const reason of reasons.slice(0, shown))
        for (const key of [keyOf(to, reason), keyOf(to, reason, template)])
          known.set(key, later(known.get(key), { day, times: 1 }))
    },
  }
}

function later(before: Telling | undefined, now: Telling): Telling {
  if (!before) return now
  return { day: [now.day, before.day].sort()[1] ?? now.day, times: before.times + now.times }
}

const keyOf = (userid: string, reason: Omit<Reason, 'daysLate'>, template = ''): string =>
  `${userid.toLowerCase()} ${template} ${reasonKey(reason)}`
