import { z } from 'zod'
import { isDay, officeDay, officeInstant } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Reason, reasonKey } from './item.ts'

/** What people were told earlier on the same office day, in other slots. */
export interface Told {
  /** Whether the person got that reason today, in a message of that template or of any. */
  knows(userid: string, reason: Reason, template?: string): boolean
}

const Reasons = z.array(
  z.object({
    rule: z.string(),
    project: z.string().nullable(),
    lot: z.number().nullable(),
    due: z.string().refine(isDay).nullable(),
    daysLate: z.number(),
  }),
)

const Row = z.object({ userid: z.string(), template: z.string(), reasons: Reasons })

/** The reminders made today before `at`, those of `slotKey` apart. One query. */
export async function toldToday(tx: Tx, at: Date, slotKey: string): Promise<Told> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT userid, template, reasons FROM "Push"
    WHERE "createdAt" >= ${officeInstant(officeDay(at))} AND "createdAt" <= ${at}
      AND slot IS NOT NULL AND slot <> ${slotKey} AND status NOT IN ('WITHDRAWN', 'FAILED')`
  const known = new Set<string>()
  for (const { userid, template, reasons } of z.array(Row).parse(rows)) {
    for (const reason of reasons) {
      known.add(`${userid} ${reasonKey(reason)}`)
      known.add(`${userid} ${template} ${reasonKey(reason)}`)
    }
  }
  return {
    knows: (userid, reason, template) =>
      known.has([userid, ...(template ? [template] : []), reasonKey(reason)].join(' ')),
  }
}
