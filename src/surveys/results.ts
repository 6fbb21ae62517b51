import { z } from 'zod'
import { Prisma, type Tx } from '../db/index.ts'
import { type Scope, unitInScope } from '../people/index.ts'
import { masked, shortName } from './masking.ts'
import {
  type Satisfaction,
  type SatisfactionScale,
  satisfactionOf,
  scoreOf,
} from './satisfaction.ts'
import { type SignCount, signRows } from './signs.ts'

/** How a unit was judged, and how many were asked. */
export interface UnitResult {
  readonly unitId: number
  readonly unit: string
  /** Invitations that stand; who was asked and did not answer shows in the difference. */
  readonly asked: number
  readonly answered: number
  /** Undefined below the number from which results are shown. */
  readonly satisfaction: Satisfaction | undefined
  /** Free texts, masked, in no order; none below that number. */
  readonly comments: readonly string[]
  /** How many of the counted answers looked odd; undefined below that number, too. */
  readonly signs: SignCount | undefined
}

const Row = z.object({
  unitId: z.number(),
  unit: z.string(),
  asked: z.number(),
  answered: z.number(),
  answers: z.array(z.object({ scores: z.array(z.number()), comment: z.string() })),
  names: z.array(z.string()),
  parties: z.array(z.string()),
  people: z.array(z.string()),
  signs: signRows,
})

/** Results of the units in a scope that were asked about, by name. */
export async function unitResults(
  tx: Tx,
  scope: Scope,
  scale: SatisfactionScale,
): Promise<UnitResult[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u."id" AS "unitId", u."name" AS "unit", i."asked", i."answered",
      COALESCE((SELECT json_agg(json_build_object('scores', a."scores", 'comment', a."comment") ORDER BY a."id")
        FROM "Answer" a WHERE a."unitId" = u."id"), '[]') AS "answers", i."names", i."parties",
      ARRAY(SELECT n."name" FROM "Appointment" t JOIN "Person" n ON n."id" = t."personId" WHERE t."unitId" = u."id") AS "people",
      COALESCE((SELECT json_agg(json_build_object('sign', s."sign", 'counted', s."counted"))
        FROM "AnswerSign" s WHERE s."unitId" = u."id"), '[]') AS "signs"
    FROM "Unit" u JOIN (
      SELECT p."unitId", count(*)::int AS "asked", count(v."usedOn")::int AS "answered",
        array_agg(DISTINCT y."name") AS "parties",
        array_agg(DISTINCT l."name") || array_agg(DISTINCT p."name") || ARRAY(SELECT DISTINCT a FROM "Invitation" w
          JOIN "Lot" m ON m."id" = w."lotId" JOIN "Project" q ON q."id" = m."projectId" JOIN "Party" z ON z."id" = w."partyId",
          unnest(m."aliases" || z."aliases") a WHERE q."unitId" = p."unitId") AS "names"
      FROM "Invitation" v JOIN "Lot" l ON l."id" = v."lotId" JOIN "Project" p ON p."id" = l."projectId"
      JOIN "Party" y ON y."id" = v."partyId"
      WHERE v."revokedAt" IS NULL GROUP BY p."unitId") i ON i."unitId" = u."id"
    WHERE ${unitInScope(scope)} ORDER BY u."name"`
  const all = await meanOfAll(tx)
  return z
    .array(Row)
    .parse(rows)
    .map(({ answers, names, parties, people, signs, ...row }) => {
      const satisfaction = satisfactionOf(
        answers.map(({ scores }) => scoreOf(scores)),
        all,
        scale,
      )
      const hidden = [...names, ...parties, ...parties.map(shortName), ...people]
      const comments = satisfaction
        ? answers.flatMap(({ comment }) => (comment === '' ? [] : [masked(comment, hidden)]))
        : []
      return { ...row, satisfaction, comments, signs: satisfaction && signs }
    })
}

/** The mean score over every answer of the office; the middle where there is none. */
async function meanOfAll(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw<unknown[]>(Prisma.sql`
    SELECT (avg(mark) - 1) / 4 * 100 AS "mean" FROM "Answer" a, unnest(a."scores") AS mark`)
  const [row] = z.array(z.object({ mean: z.coerce.number().nullable() })).parse(rows)
  return row?.mean ?? 50
}
