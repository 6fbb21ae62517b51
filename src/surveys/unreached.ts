import { z } from 'zod'
import { addDays, type Day, officeInstant } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** A supplier who was reported paid and has opened no link since the contract began. */
export interface UnreachedParty {
  readonly sectionId: number
  readonly lotId: number
  readonly code: string
  readonly lotNo: number
  readonly lotName: string
  readonly unitId: number
  readonly unitName: string
  readonly party: string
}

const Row = z.object({
  sectionId: z.number(),
  lotId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  lotName: z.string(),
  unitId: z.number(),
  unitName: z.string(),
  party: z.string(),
})

/** Payments reported by conversation on the office's days `from` to `until`, whose receiver was never reached. */
export async function unreachedParties(
  tx: Tx,
  sectionIds: readonly number[],
  { from, until }: { readonly from: Day; readonly until: Day },
): Promise<UnreachedParty[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT DISTINCT u."sectionId", l."id" AS "lotId", p."code", l."no" AS "lotNo", l."name" AS "lotName",
      u."id" AS "unitId", u."name" AS "unitName", v."name" AS "party"
    FROM "LedgerEvent" e JOIN "LiveEvent" live ON live."eventId" = e."id"
    JOIN "StandingLink" k ON k."lotId" = e."lotId" JOIN "Party" v ON v."id" = k."partyId" AND v."kind" = 'SUPPLIER'
    JOIN "Lot" l ON l."id" = e."lotId" JOIN "Project" p ON p."id" = l."projectId" JOIN "Unit" u ON u."id" = p."unitId"
    WHERE e."recordedAt" >= ${officeInstant(from)}::timestamptz AND e."recordedAt" < ${officeInstant(addDays(until, 1))}::timestamptz
      AND e."kind" = 'PAID' AND e."source" = 'CHAT' AND u."sectionId" = ANY(${[...sectionIds]}::int[])
      AND NOT EXISTS (SELECT 1 FROM "StandingLink" o WHERE o."lotId" = l."id" AND o."partyId" = v."id" AND o."openedOn" IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM "Invitation" i WHERE i."lotId" = l."id" AND i."partyId" = v."id" AND i."usedOn" IS NOT NULL)
    ORDER BY p."code", l."no", v."name"`
  return z.array(Row).parse(rows)
}
