import { z } from 'zod'
import { type Day, isDay, officeDay } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import type { IssueMeans } from './issue.ts'
import { workdaysAfter } from './issue-policy.ts'
import type { Matter } from './remark.ts'

/** A call for help of somebody of a unit, about one of its open matters. */
export interface UnitHelpWanted extends Pick<Matter, 'lotId' | 'rule'> {
  readonly unitId: number
  readonly askerId: number
  /** What the matter is called: `合同签订`. */
  readonly about: string
  readonly text: string
}

/** The issue, and whether this call opened it. */
export interface UnitIssue {
  readonly issueId: number
  readonly opened: boolean
}

const Ids = z.array(z.object({ id: z.number() }))

/**
 * Opens an issue that the unit's section is to answer by the policy's day. While one about the matter is open, a second
 * call is that one: the key counts the closed ones, so that two at the same moment are one, too.
 */
export async function openUnitIssue(
  tx: Tx,
  wanted: UnitHelpWanted,
  { calendar, issues, at }: IssueMeans,
): Promise<UnitIssue> {
  const { unitId, lotId, askerId, rule, about, text } = wanted
  const today = officeDay(at)
  const [made] = Ids.parse(
    await tx.$queryRaw<unknown[]>`
      WITH made AS (
        INSERT INTO "Issue" ("origin", "kind", "unitId", "lotId", "askerId", "rule", "about", "onceKey", "state", "due", "solveBy", "openedAt")
        SELECT 'UNIT', 'MATTER', ${unitId}::int, NULLIF(${lotId}::int, 0), ${askerId}::int, ${rule}::text, ${about}::text,
          concat_ws(':', 'unit', ${unitId}::int, ${lotId}::int, ${rule}::text, (
            SELECT count(*) FROM "Issue" i WHERE ${sameMatter(wanted)} AND i."state" = 'CLOSED')),
          'OPEN', ${workdaysAfter(calendar, today, issues.answer)}, ${workdaysAfter(calendar, today, issues.solve.MATTER)},
          ${at}::timestamptz
        ON CONFLICT ("onceKey") DO NOTHING RETURNING "id"),
      note AS (
        INSERT INTO "IssueNote" ("issueId", "side", "personId", "kind", "text", "onceKey", "at")
        SELECT "id", 'party', ${askerId}::int, 'OPENED', ${text}, 'opened:' || "id", ${at}::timestamptz FROM made)
      SELECT "id" FROM made`,
  )
  if (made) return { issueId: made.id, opened: true }
  const [open] = Ids.parse(
    await tx.$queryRaw<unknown[]>`
      SELECT i."id" FROM "Issue" i WHERE ${sameMatter(wanted)} AND i."state" <> 'CLOSED' ORDER BY i."id" LIMIT 1`,
  )
  // Only where it was closed between the two statements: the turn is then tried once more.
  if (!open) throw new Error('an issue about this matter exists and is not open')
  return { issueId: open.id, opened: false }
}

const sameMatter = ({ unitId, lotId, rule }: Pick<UnitHelpWanted, 'unitId' | 'lotId' | 'rule'>) =>
  Prisma.sql`i."origin" = 'UNIT' AND i."unitId" = ${unitId}::int AND COALESCE(i."lotId", 0) = ${lotId}::int AND i."rule" = ${rule}`

/** Closes what a remark (求助) opened that its person takes back. A remark of another kind, or one long answered, closes nothing. */
export async function withdrawUnitIssue(
  tx: Tx,
  { remarkId, personId }: { readonly remarkId: number; readonly personId: number },
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    WITH ended AS (
      UPDATE "Issue" i SET "state" = 'CLOSED', "due" = NULL FROM "Remark" r
      WHERE r."id" = ${remarkId}::int AND r."kind" = 'HELP' AND i."origin" = 'UNIT' AND i."state" <> 'CLOSED'
        AND i."lotId" IS NOT DISTINCT FROM r."lotId" AND i."rule" = r."rule"
      RETURNING i."id")
    INSERT INTO "IssueNote" ("issueId", "side", "personId", "kind", "text", "onceKey", "at")
    SELECT "id", 'party', ${personId}::int, 'WITHDRAWN', '', 'withdrawn:' || ${remarkId}::int, ${at}::timestamptz FROM ended`
}

/** That help was asked about a matter, and is still wanted. */
export interface HelpAsked extends Pick<Matter, 'lotId' | 'rule'> {
  readonly issueId: number
  /** The office's day of the call. */
  readonly day: Day
}

const Asked = z.array(
  z.object({
    lotId: z.number(),
    rule: z.string(),
    issueId: z.number(),
    day: z.string().refine(isDay),
  }),
)

/** The calls for help about these lots' matters, and about these rules of no lot, that were not over at an instant. */
export async function helpAskedOn(
  tx: Tx,
  {
    lotIds,
    rules,
    at,
  }: { readonly lotIds: readonly number[]; readonly rules: readonly string[]; readonly at: Date },
): Promise<HelpAsked[]> {
  if (lotIds.length + rules.length === 0) return []
  return Asked.parse(
    await tx.$queryRaw<unknown[]>`
      SELECT COALESCE(i."lotId", 0) AS "lotId", i."rule", i."id" AS "issueId",
        to_char(i."openedAt" AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "day"
      FROM "Issue" i
      WHERE i."origin" = 'UNIT' AND i."openedAt" <= ${at}::timestamptz
        AND (i."lotId" = ANY(${[...lotIds]}::int[]) OR i."lotId" IS NULL AND i."rule" = ANY(${[...rules]}::text[]))
        AND (SELECT n."kind" FROM "IssueNote" n WHERE n."issueId" = i."id" AND n."at" <= ${at}::timestamptz
          ORDER BY n."id" DESC LIMIT 1) NOT IN ('SOLVED', 'SILENT', 'WITHDRAWN')
      ORDER BY i."id"`,
  )
}
