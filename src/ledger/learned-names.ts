import { z } from 'zod'
import { Prisma, type Tx } from '../db/index.ts'

/** What somebody called a lot or a party before choosing it from a list and confirming the report. */
export interface NewLearnedName {
  readonly unitId: number
  readonly thing: { readonly lotId: number } | { readonly partyId: number }
  readonly words: string
  readonly personId: number
}

/** The statement that stores them, to be joined to the other writes of a turn. */
export function storingLearnedNames(names: readonly NewLearnedName[], at: Date): Prisma.Sql {
  const rows = JSON.stringify(names.map(({ thing, ...name }) => ({ ...name, ...thing })))
  return Prisma.sql`
    INSERT INTO "LearnedName" ("unitId", "lotId", "partyId", "words", "personId", "at")
    SELECT n."unitId", n."lotId", n."partyId", n."words", n."personId", ${at}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS n("unitId" int, "lotId" int, "partyId" int, "words" text, "personId" int)`
}

/** The words that stand for a lot (l) of an outer query. */
export const LEARNED_OF_LOT = Prisma.sql`ARRAY(
  SELECT a."words" FROM "LearnedName" a WHERE a."lotId" = l."id"
    AND NOT EXISTS (SELECT 1 FROM "LearnedNameVoid" v WHERE v."learnedId" = a."id"))`

/** A learned name as an administrator sees it. */
export interface LearnedName {
  readonly id: number
  readonly words: string
  /** The official name of the lot or party. */
  readonly name: string
  /** The project's code; null for a party. */
  readonly code: string | null
  readonly unit: string
  readonly by: string
  /** ISO instant in UTC. */
  readonly at: string
  readonly voided: boolean
}

const Row = z.object({
  id: z.number(),
  words: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  unit: z.string(),
  by: z.string(),
  at: z.date().transform((at) => at.toISOString()),
  voided: z.boolean(),
})

/** Every name learned, the withdrawn ones too, oldest first. */
export async function learnedNames(tx: Tx): Promise<LearnedName[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT a."id", a."words", coalesce(l."name", y."name") AS "name", p."code", u."name" AS "unit",
      h."useridShown" AS "by", a."at", v."learnedId" IS NOT NULL AS "voided"
    FROM "LearnedName" a
    JOIN "Unit" u ON u."id" = a."unitId"
    JOIN "Person" h ON h."id" = a."personId"
    LEFT JOIN "Lot" l ON l."id" = a."lotId"
    LEFT JOIN "Project" p ON p."id" = l."projectId"
    LEFT JOIN "Party" y ON y."id" = a."partyId"
    LEFT JOIN "LearnedNameVoid" v ON v."learnedId" = a."id"
    ORDER BY a."id"`
  return z.array(Row).parse(rows)
}

/** Withdraws a learned name; false where there is none of that number, or it was withdrawn before. */
export async function withdrawLearnedName(
  tx: Tx,
  id: number,
  by: string,
  at: Date,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "LearnedNameVoid" ("learnedId", "by", "at")
    SELECT "id", ${by}, ${at}::timestamptz FROM "LearnedName" WHERE "id" = ${id}
    ON CONFLICT ("learnedId") DO NOTHING`
  return count === 1
}
