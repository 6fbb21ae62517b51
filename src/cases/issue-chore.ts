import { z } from 'zod'
import { addDays, isDay, officeDay } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import type { IssueMeans } from './issue.ts'
import { workdaysAfter } from './issue-policy.ts'

/** Calendar days back that are searched for what has no issue yet: an outage is shorter. */
const BACK_DAYS = 40

/** What the notes say that no person wrote. */
export interface IssueWords {
  readonly surveyHelp: string
}

const Found = z.array(
  z.object({
    key: z.string(),
    day: z.string().refine(isDay),
  }),
)

/**
 * Opens an issue for every survey that asks for help and every promise of a visit that has none yet, and closes those
 * that were asked 「解决了吗？」 and stayed without a word past their day; how many. Doing it twice does nothing more.
 */
export async function followIssues(
  database: Database,
  words: IssueWords,
  means: IssueMeans,
): Promise<number> {
  return database.transaction(async (tx) => {
    const { calendar, issues, at } = means
    const today = officeDay(at)
    const since = addDays(today, -BACK_DAYS)
    const asked = Found.parse(
      await tx.$queryRaw<unknown[]>`
        SELECT 'survey:' || i."id" AS "key", i."usedOn" AS "day" FROM "Invitation" i
        WHERE i."usedOn" >= ${since} AND i."helpAsked"
          AND NOT EXISTS (SELECT 1 FROM "Issue" s WHERE s."onceKey" = 'survey:' || i."id")`,
    ).map(({ key, day }) => ({
      key,
      due: workdaysAfter(calendar, day, issues.answer),
      solve: workdaysAfter(calendar, day, issues.solve.OTHER),
    }))
    const helped = await tx.$queryRaw<unknown[]>`
      WITH opened AS (
        INSERT INTO "Issue" ("origin", "kind", "unitId", "lotId", "partyId", "onceKey", "state", "due", "solveBy", "openedAt")
        SELECT 'SURVEY', CASE WHEN i."paid" = 'no' THEN 'NOT_PAID' ELSE 'OTHER' END, p."unitId", l."id", i."partyId",
          x."key", 'OPEN', x."due", x."solve", ${at}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS x("key" text, "due" text, "solve" text)
        JOIN "Invitation" i ON i."id" = split_part(x."key", ':', 2)::int
        JOIN "Lot" l ON l."id" = i."lotId" JOIN "Project" p ON p."id" = l."projectId"
        ON CONFLICT ("onceKey") DO NOTHING RETURNING "id", "onceKey")
      INSERT INTO "IssueNote" ("issueId", "side", "kind", "text", "onceKey", "at")
      SELECT "id", 'party', 'OPENED', ${words.surveyHelp}, "onceKey", ${at}::timestamptz FROM opened RETURNING "id"`
    // A promise is owed by the unit that made it; one of section staff by the unit that was visited or is concerned.
    const promised = await tx.$queryRaw<unknown[]>`
      WITH opened AS (
        INSERT INTO "Issue" ("origin", "kind", "unitId", "partyId", "onceKey", "state", "due", "solveBy", "openedAt")
        SELECT 'VISIT', 'PROMISE', COALESCE(v."unitId", v."visitedUnitId", p."unitId"), v."partyId", 'visit:' || v."id",
          'ANSWERED', v."promiseDay", v."promiseDay", ${at}::timestamptz
        FROM "Visit" v LEFT JOIN "Project" p ON p."id" = v."projectId"
        WHERE v."day" >= ${since} AND v."promise" IS NOT NULL AND v."promiseDay" IS NOT NULL
          AND COALESCE(v."unitId", v."visitedUnitId", p."unitId") IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM "VisitVoid" x WHERE x."visitId" = v."id")
          AND NOT EXISTS (SELECT 1 FROM "Issue" s WHERE s."onceKey" = 'visit:' || v."id")
        ON CONFLICT ("onceKey") DO NOTHING RETURNING "id", "onceKey")
      INSERT INTO "IssueNote" ("issueId", "side", "personId", "kind", "text", "onceKey", "at")
      SELECT o."id", 'office', v."personId", 'OPENED', v."promise", o."onceKey", ${at}::timestamptz
      FROM opened o JOIN "Visit" v ON v."id" = split_part(o."onceKey", ':', 2)::int RETURNING "id"`
    const ended = await tx.$queryRaw<unknown[]>`
      WITH ended AS (
        UPDATE "Issue" i SET "state" = 'CLOSED', "due" = NULL
        WHERE (i."state" = 'ASKED' AND i."due" < ${today})
          OR (i."origin" = 'VISIT' AND i."state" <> 'CLOSED' AND EXISTS (
            SELECT 1 FROM "VisitVoid" x WHERE x."visitId" = split_part(i."onceKey", ':', 2)::int))
        RETURNING i."id")
      INSERT INTO "IssueNote" ("issueId", "side", "kind", "text", "onceKey", "at")
      SELECT "id", 'clock', 'SILENT', '', 'silent:' || "id" || ':' || ${today}::text, ${at}::timestamptz FROM ended
      ON CONFLICT ("onceKey") DO NOTHING RETURNING "id"`
    return helped.length + promised.length + ended.length
  })
}
