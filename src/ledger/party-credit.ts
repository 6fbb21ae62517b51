import { z } from 'zod'
import { type Day, officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Scope, unitInScope } from '../people/index.ts'

/** When both sides evaluate each other (焦财采购〔2022〕10号第三部分): after the evaluation of bids, after acceptance. */
export const CREDIT_POINTS = ['TENDER', 'ACCEPT'] as const
export type CreditPoint = (typeof CREDIT_POINTS)[number]

/** The bureau's own clocks of the two points. */
const CLOCKS: Readonly<Record<CreditPoint, string>> = {
  TENDER: 'CREDIT_EVAL_TENDER',
  ACCEPT: 'CREDIT_EVAL_ACCEPT',
}

/** Keeps a party's word that it evaluated the unit on the provincial platform; its first word counts. */
export async function keepPartyCredit(
  tx: Tx,
  { lotId, partyId, point }: { lotId: number; partyId: number; point: CreditPoint },
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "PartyCredit" ("lotId", "partyId", "point", "at")
    VALUES (${lotId}::int, ${partyId}::int, ${point}, ${at}::timestamptz) ON CONFLICT DO NOTHING`
}

const Said = z.array(z.object({ point: z.enum(CREDIT_POINTS), at: z.date() }))

/** The days on which a party said that it evaluated the unit, by point. */
export async function partyCredits(
  tx: Tx,
  { lotId, partyId }: { lotId: number; partyId: number },
): Promise<Partial<Record<CreditPoint, Day>>> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "point", "at" FROM "PartyCredit" WHERE "lotId" = ${lotId}::int AND "partyId" = ${partyId}::int`
  return Object.fromEntries(Said.parse(rows).map(({ point, at }) => [point, officeDay(at)]))
}

/** What the parties of a scope owe their units, as far as the same point has a clock for the unit. */
export interface PartyCreditsOwed {
  /** Who has not said that it evaluated, latest first. */
  readonly silent: readonly {
    readonly lot: string
    readonly unit: string
    readonly party: string
    readonly point: CreditPoint
  }[]
  readonly silentCount: number
  readonly saidCount: number
}

const Owed = z.array(
  z.object({
    lot: z.string(),
    unit: z.string(),
    party: z.string(),
    point: z.enum(CREDIT_POINTS),
    silentCount: z.number(),
    saidCount: z.number(),
  }),
)

/** The newest `limit` parties that have said nothing, and how many did and did not. */
export async function partyCreditsOwed(
  tx: Tx,
  scope: Scope,
  limit: number,
): Promise<PartyCreditsOwed> {
  const rows = Owed.parse(
    await tx.$queryRaw<unknown[]>`
      WITH point AS (
        SELECT c."id", l."id" AS "lotId", l."name" AS "lot", u."name" AS "unit",
          CASE r."key" WHEN ${CLOCKS.TENDER} THEN 'TENDER' ELSE 'ACCEPT' END AS "point",
          CASE r."key" WHEN ${CLOCKS.TENDER} THEN l."agencyId" ELSE l."supplierId" END AS "partyId"
        FROM "Unit" u
        JOIN "Project" p ON p."unitId" = u."id"
        JOIN "Lot" l ON l."projectId" = p."id"
        JOIN "Deadline" c ON c."lotId" = l."id" AND c."knownTo" IS NULL
        JOIN "DeadlineRule" r ON r."id" = c."ruleId"
        WHERE r."key" IN (${CLOCKS.TENDER}, ${CLOCKS.ACCEPT}) AND ${unitInScope(scope)}),
      owed AS (
        SELECT t.*, y."name" AS "party", EXISTS (SELECT 1 FROM "PartyCredit" k
          WHERE k."lotId" = t."lotId" AND k."partyId" = t."partyId" AND k."point" = t."point") AS "said"
        FROM point t JOIN "Party" y ON y."id" = t."partyId")
      SELECT "lot", "unit", "party", "point",
        (SELECT count(*) FROM owed WHERE NOT "said")::int AS "silentCount",
        (SELECT count(*) FROM owed WHERE "said")::int AS "saidCount"
      FROM owed ORDER BY "said", "id" DESC LIMIT ${limit}::int`,
  )
  const [first] = rows
  const { silentCount = 0, saidCount = 0 } = first ?? {}
  return { silent: rows.slice(0, Math.min(silentCount, limit)), silentCount, saidCount }
}
