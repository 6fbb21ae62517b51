import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import type { ReportDuty } from './duty-rule.ts'
import { dueOf, reportTerm } from './term.ts'

/** What a unit says of a duty. */
export interface DutyWord {
  readonly rule: ReportDuty
  readonly unitId: number
  readonly year: number
  readonly kind: 'DONE' | 'NOT_APPLICABLE'
  readonly day: Day
  /** Percent, where the duty asks for a share. */
  readonly share?: number
  readonly text?: string
  /** Absent for the operator. */
  readonly personId?: number
  /** For the audit: 企业微信账号, or `cli`. */
  readonly actor: string
  /** A second report with this key is none. */
  readonly onceKey: string
}

/** What became of it. `reportId` is the report on record. */
export type DutyOutcome =
  | { readonly kind: 'recorded'; readonly reportId: number; readonly dutyId: number }
  /** The duty of that year is closed already; nothing was written. */
  | {
      readonly kind: 'again'
      readonly by: string | null
      readonly day: Day
      readonly at: Date
    }

const Opened = z.array(z.object({ id: z.number() }))
const Standing = z.array(
  z.object({
    by: z.string().nullable(),
    day: z.string().transform((text) => text as Day), // is_day() guards the column
    at: z.date(),
  }),
)

/**
 * Records that a unit has done a year's duty, or that it does not apply, and closes it; with its audit row. A duty
 * that was never listed (the office came later, or the unit was early) is listed and closed in one. The row of the
 * duty is locked, so two people report it once.
 */
export async function reportDuty(
  tx: Tx,
  word: DutyWord,
  { calendar, at }: { readonly calendar: Calendar; readonly at: Date },
): Promise<DutyOutcome> {
  const { rule, unitId } = word
  const term = reportTerm(rule, word.year)
  const onceKey = dutyKey(rule.key, term.period, unitId)
  const due = dueOf(term.rawDue, 'report', calendar)
  await tx.$executeRaw`
    INSERT INTO "Duty" ("rule", "version", "body", "unitId", "period", "fromDay", "rawDue", "due", "attentionOn", "onceKey", "openedAt")
    VALUES (${rule.key}, ${rule.version}::int, ${JSON.stringify(rule)}::jsonb, ${unitId}::int, ${term.period}, ${term.fromDay},
      ${term.rawDue}, ${due}, ${term.attentionOn}, ${onceKey}, ${at}::timestamptz)
    ON CONFLICT ("onceKey") DO NOTHING`
  const [duty] = Opened.parse(
    await tx.$queryRaw<unknown[]>`SELECT "id" FROM "Duty" WHERE "onceKey" = ${onceKey} FOR UPDATE`,
  )
  if (!duty) throw new Error(`the duty ${onceKey} has vanished`)
  const [standing] = Standing.parse(
    await tx.$queryRaw<unknown[]>`
      SELECT p."name" AS "by", r."day", r."at" FROM "DutyReport" r LEFT JOIN "Person" p ON p."id" = r."personId"
      WHERE r."dutyId" = ${duty.id}::int AND NOT EXISTS (SELECT 1 FROM "DutyReportVoid" v WHERE v."reportId" = r."id")
      ORDER BY r."id" DESC LIMIT 1`,
  )
  if (standing) return { kind: 'again', ...standing }
  const [report] = Opened.parse(
    await tx.$queryRaw<unknown[]>`
      WITH kept AS (
        INSERT INTO "DutyReport" ("dutyId", "kind", "day", "share", "text", "personId", "onceKey", "at")
        VALUES (${duty.id}::int, ${word.kind}, ${word.day}, ${word.share ?? null}::float8, ${word.text ?? null}::text,
          ${word.personId ?? null}::int, ${word.onceKey}, ${at}::timestamptz)
        RETURNING "id", "dutyId"),
      closed AS (UPDATE "Duty" SET "closedAt" = ${at}::timestamptz, "lapsedAt" = NULL FROM kept WHERE "Duty"."id" = kept."dutyId"),
      audit AS (
        INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
        SELECT ${at}::timestamptz, ${word.actor}, 'report-duty', 'duty:' || "dutyId",
          jsonb_build_object('kind', ${word.kind}::text, 'day', ${word.day}::text) FROM kept)
      SELECT "id" FROM kept`,
  )
  if (!report) throw new Error(`the report of duty ${duty.id} was not kept`)
  return { kind: 'recorded', reportId: report.id, dutyId: duty.id }
}

/** Takes a report back and opens the duty again; false when it was taken back before. */
export async function voidDutyReport(
  tx: Tx,
  { reportId, actor, reason }: { reportId: number; actor: string; reason: string },
  at: Date,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH voided AS (
      INSERT INTO "DutyReportVoid" ("reportId", "by", "reason", "at")
      VALUES (${reportId}::int, ${actor}, ${reason}, ${at}::timestamptz)
      ON CONFLICT ("reportId") DO NOTHING RETURNING "reportId"),
    opened AS (
      UPDATE "Duty" SET "closedAt" = NULL FROM voided JOIN "DutyReport" r ON r."id" = voided."reportId"
      WHERE "Duty"."id" = r."dutyId"),
    audit AS (
      INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
      SELECT ${at}::timestamptz, ${actor}, 'void-duty', 'duty-report:' || "reportId", '{}'::jsonb FROM voided)
    SELECT "reportId" FROM voided`
  return rows.length > 0
}

/** What makes a second duty of the same term impossible. */
export const dutyKey = (rule: string, period: string, unitId: number, partyId?: number): string =>
  [rule, period, unitId, ...(partyId === undefined ? [] : [partyId])].join('|')
