import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** A visit as `cli visits --json` gives it (INTERFACE.md). */
export interface ListedVisit {
  /** The visited supplier or agency; null for a visited unit. */
  readonly party: string | null
  /** The visited unit, else the unit on whose behalf the visit was made; null where there is neither. */
  readonly unit: string | null
  /** 项目编号. */
  readonly project: string | null
  readonly day: Day
  readonly way: string
  readonly satisfaction: number
  readonly concerns: readonly string[]
  readonly opinion: string | null
  readonly promise: string | null
  readonly promiseDay: Day | null
  /** 企业微信账号. */
  readonly by: string
  readonly voided: boolean
}

const DayText = z.string().refine(isDay)
const Row = z.object({
  party: z.string().nullable(),
  unit: z.string().nullable(),
  project: z.string().nullable(),
  day: DayText,
  way: z.string(),
  satisfaction: z.number(),
  concerns: z.array(z.string()),
  opinion: z.string().nullable(),
  promise: z.string().nullable(),
  promiseDay: DayText.nullable(),
  by: z.string(),
  voided: z.boolean(),
})

/** All visits of days from `since` on (all without it), voided ones marked, in order of day, then of recording. */
export async function listVisits(
  tx: Tx,
  { since }: { readonly since?: Day } = {},
): Promise<ListedVisit[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT v."day", v."way", v."satisfaction", v."concerns", v."opinion", v."promise", v."promiseDay",
      party."name" AS "party", COALESCE(visited."name", visitor."name") AS "unit", p."code" AS "project",
      w."useridShown" AS "by", x."visitId" IS NOT NULL AS "voided"
    FROM "Visit" v
    JOIN "Person" w ON w."id" = v."personId"
    LEFT JOIN "Party" party ON party."id" = v."partyId"
    LEFT JOIN "Unit" visited ON visited."id" = v."visitedUnitId"
    LEFT JOIN "Unit" visitor ON visitor."id" = v."unitId"
    LEFT JOIN "Project" p ON p."id" = v."projectId"
    LEFT JOIN "VisitVoid" x ON x."visitId" = v."id"
    WHERE v."day" >= ${since ?? ''} ORDER BY v."day", v."id"`
  return z.array(Row).parse(rows)
}
