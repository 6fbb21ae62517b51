import { officeDay } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import type { VisitDuty } from './duty-rule.ts'
import { visitsMeeting } from './list.ts'
import { runningParties, unitsChangedSince } from './running-contracts.ts'
import { dueOf, type Term } from './term.ts'

/** A rule's term, and how far it has been followed. */
export interface VisitLook {
  readonly rule: VisitDuty
  readonly term: Term
  /** The last look. */
  readonly seen: Date
  /** The term's day of listing has come, and nobody has listed it yet. */
  readonly isFirst: boolean
}

/** A look may have missed what was being written at its moment. */
const OVERLAP_MS = 5 * 60_000
/** A visit can be taken back for a day; what met a duty longer ago than this stays. */
const SETTLED_MS = 2 * 86_400_000

/**
 * Visits owed to the parties of running contracts. On the term's first day every running contract is looked at; from
 * then on only the units whose ledger has changed since the last look. Duties whose contract no longer runs lapse,
 * and open again where it runs after all (a payment was taken back).
 */
export async function followVisits(
  tx: Tx,
  { rule, term, seen, isFirst }: VisitLook,
  { calendar, at }: { readonly calendar: Calendar; readonly at: Date },
): Promise<number> {
  const today = officeDay(at)
  const changed = await unitsChangedSince(tx, new Date(seen.getTime() - OVERLAP_MS))
  const units = isFirst ? undefined : changed
  let touched = 0
  if (today >= term.opensOn && (units === undefined || units.length > 0)) {
    const pairs = await runningParties(tx, rule.whom, term.opensOn, units)
    touched += await tx.$executeRaw`
      INSERT INTO "Duty" ("rule", "version", "body", "unitId", "partyId", "period", "fromDay", "rawDue", "due", "attentionOn", "onceKey", "openedAt")
      SELECT ${rule.key}, ${rule.version}::int, ${JSON.stringify(rule)}::jsonb, n."unitId", n."partyId", ${term.period},
        ${term.fromDay}, ${term.rawDue}, ${dueOf(term.rawDue, 'visit', calendar)}, ${term.attentionOn},
        concat_ws('|', ${rule.key}::text, ${term.period}::text, n."unitId", n."partyId"), ${at}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS n("unitId" int, "partyId" int)
      ON CONFLICT ("onceKey") DO UPDATE SET "lapsedAt" = NULL, "closedAt" = NULL WHERE "Duty"."lapsedAt" IS NOT NULL`
  }
  return touched + (await lapse(tx, rule, changed, at)) + (await settle(tx, rule, at))
}

/** Open duties of these units whose party has no running contract with them any more. */
async function lapse(
  tx: Tx,
  rule: VisitDuty,
  unitIds: readonly number[],
  at: Date,
): Promise<number> {
  if (unitIds.length === 0) return 0
  const running = await runningParties(tx, rule.whom, officeDay(at), unitIds)
  return tx.$executeRaw`
    UPDATE "Duty" d SET "lapsedAt" = ${at}::timestamptz, "closedAt" = ${at}::timestamptz
    WHERE d."rule" = ${rule.key} AND d."closedAt" IS NULL AND d."unitId" = ANY(${[...unitIds]}::int[])
      AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(${JSON.stringify(running)}::jsonb) AS n("unitId" int, "partyId" int)
        WHERE n."unitId" = d."unitId" AND n."partyId" = d."partyId")
      AND NOT EXISTS (${visitsMeeting(at)})`
}

/** Duties met for good leave the open ones, so that a slot does not look at them again. */
async function settle(tx: Tx, rule: VisitDuty, at: Date): Promise<number> {
  const settled = new Date(at.getTime() - SETTLED_MS)
  return tx.$executeRaw`
    UPDATE "Duty" d SET "closedAt" = ${at}::timestamptz
    WHERE d."rule" = ${rule.key} AND d."closedAt" IS NULL AND d."partyId" IS NOT NULL AND d."rawDue" < ${officeDay(at)}
      AND EXISTS (SELECT 1 FROM (${visitsMeeting(at)}) v WHERE v."recordedAt" < ${settled})`
}
