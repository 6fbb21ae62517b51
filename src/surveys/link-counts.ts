import { z } from 'zod'
import type { Tx } from '../db/index.ts'

/** How far a unit's suppliers and agencies were reached: parties of contracts, not links, since several hands pass one on. */
export interface LinkCount {
  readonly unit: string
  /** Contracts and parties that were given a standing link. */
  readonly issued: number
  /** Of these, opened at least once. */
  readonly opened: number
  /** Of these, something was said: a survey answered, or a reported fact confirmed or contradicted. */
  readonly answered: number
}

const Row = z.object({
  unit: z.string(),
  issued: z.number(),
  opened: z.number(),
  answered: z.number(),
})

/** Every unit with links, by name. Reads all links: for the operator, never for a chat. */
export async function linkCounts(tx: Tx): Promise<LinkCount[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH page AS (
      SELECT "lotId", "partyId", bool_or("openedOn" IS NOT NULL) AS "opened" FROM "StandingLink" GROUP BY "lotId", "partyId"),
    said AS (
      SELECT DISTINCT "lotId", "partyId" FROM "Invitation" WHERE "usedOn" IS NOT NULL
      UNION SELECT e."lotId", w."partyId" FROM "PartyWord" w JOIN "LedgerEvent" e ON e."id" = w."eventId")
    SELECT u."name" AS "unit", count(*)::int AS "issued",
      count(*) FILTER (WHERE page."opened" OR said."lotId" IS NOT NULL)::int AS "opened",
      count(said."lotId")::int AS "answered"
    FROM page JOIN "Lot" l ON l."id" = page."lotId" JOIN "Project" p ON p."id" = l."projectId" JOIN "Unit" u ON u."id" = p."unitId"
    LEFT JOIN said ON said."lotId" = page."lotId" AND said."partyId" = page."partyId"
    GROUP BY u."name" ORDER BY u."name"`
  return z.array(Row).parse(rows)
}
