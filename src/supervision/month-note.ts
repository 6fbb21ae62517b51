import { z } from 'zod'
import { addDays, type Day, officeInstant } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import { visitsMeeting } from '../duties/index.ts'

/** Of how many matters somebody was reminded in a month, and how many of them are done. */
export interface MonthNote {
  readonly told: number
  readonly done: number
}

/** The month's notes by account; none on other days than the month's last working day. */
export interface MonthNotes {
  of(userid: string): MonthNote | undefined
}

const Row = z.object({ userid: z.string(), told: z.number(), done: z.number() })

/**
 * Liaisons' notes of the month that ends with `today`'s work. A query on that day only. A visit that meets a duty
 * counts from the moment it is on record, not from when the duty is settled.
 */
export async function monthNotes(
  tx: Tx,
  { at, today, calendar }: { readonly at: Date; readonly today: Day; readonly calendar: Calendar },
): Promise<MonthNotes> {
  if (!endsMonth(calendar, today)) return { of: () => undefined }
  const from = officeInstant(addDays(today, 1 - Number(today.slice(8))))
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT t.userid, count(*)::int AS told, count(*) FILTER (WHERE NOT t.open)::int AS done
    FROM (
      SELECT p.userid, r.rule, r.project, r.lot, r.due, EXISTS (
        SELECT 1 FROM "Deadline" d JOIN "Lot" l ON l.id = d."lotId" JOIN "Project" j ON j.id = l."projectId"
          JOIN "DeadlineRule" q ON q.id = d."ruleId"
        WHERE j.code = r.project AND l.no = r.lot AND d.state = 'OPEN' AND d."knownFrom" <= ${at}
          AND (d."knownTo" IS NULL OR d."knownTo" > ${at})
          AND r.rule = CASE WHEN q.body->>'endEvent' = 'PAID' THEN 'UNPAID' ELSE q.key END
      ) OR EXISTS (SELECT 1 FROM "Duty" d WHERE r.rule = 'DUTY-' || d.id AND d."openedAt" <= ${at}
        AND (d."closedAt" IS NULL OR d."closedAt" > ${at}) AND NOT EXISTS (${visitsMeeting(at)})
      ) OR EXISTS (SELECT 1 FROM "Issue" i WHERE r.rule = 'ISSUE-' || i.id AND i.due = r.due AND i.state IN ('OPEN', 'ANSWERED')
      ) AS open
      FROM "Push" p, jsonb_to_recordset(p.reasons) AS r(rule text, project text, lot int, due text, unshown boolean)
      WHERE p.slot IS NOT NULL AND p."createdAt" >= ${from} AND p."createdAt" < ${at}
        AND p.template IN ('liaison-digest', 'liaison-urgent')
        AND p.status NOT IN ('WITHDRAWN', 'SUPERSEDED', 'FAILED') AND r.unshown IS NOT TRUE AND (r.project IS NOT NULL OR r.rule ~ '^(DUTY|ISSUE)-')
      GROUP BY 1, 2, 3, 4, 5
    ) t GROUP BY 1`
  const notes = new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ userid, ...note }) => [userid.toLowerCase(), note]),
  )
  return { of: (userid) => notes.get(userid.toLowerCase()) }
}

/** Whether the month has no working day after `today`. */
function endsMonth(calendar: Calendar, today: Day): boolean {
  const next = whereMaintained(() => calendar.addWorkdays(today, 1))
  return next.ok
    ? next.value.slice(0, 7) !== today.slice(0, 7)
    : addDays(today, 1).slice(8) === '01'
}
