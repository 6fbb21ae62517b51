import { z } from 'zod'
import type { Day } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import type { VisitDuty } from './duty-rule.ts'

/** A party of a contract that runs, and the unit whose contract it is. */
export interface ContractParty {
  readonly unitId: number
  readonly partyId: number
}

const Pairs = z.array(z.object({ unitId: z.number(), partyId: z.number() }))

/**
 * Suppliers and agencies of the contracts that run: signed by `signedBy`, not failed, not accepted and paid in full
 * (the same as `stageOf` of the ledger says; a test compares them), and not terminated. Of these units where given.
 */
export async function runningParties(
  tx: Tx,
  whom: VisitDuty['whom'],
  signedBy: Day,
  unitIds?: readonly number[],
): Promise<ContractParty[]> {
  const mine = unitIds ? Prisma.sql`AND p."unitId" = ANY(${[...unitIds]}::int[])` : Prisma.empty
  const live = (kind: string): Prisma.Sql => Prisma.sql`
    SELECT o."amount" FROM "LiveEvent" k JOIN "LedgerEvent" o ON o."id" = k."eventId"
    WHERE k."lotId" = l."id" AND o."kind" = ${kind}`
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT DISTINCT p."unitId", party."id" AS "partyId"
    FROM "LiveEvent" s JOIN "LedgerEvent" e ON e."id" = s."eventId"
    JOIN "Lot" l ON l."id" = s."lotId" JOIN "Project" p ON p."id" = l."projectId"
    CROSS JOIN LATERAL (
      SELECT COALESCE(e."partyId", (
        SELECT o."partyId" FROM "LiveEvent" k JOIN "LedgerEvent" o ON o."id" = k."eventId"
        WHERE k."lotId" = l."id" AND o."kind" = 'AWARD_CONFIRMED'), l."supplierId") AS "id"
      WHERE ${whom.includes('supplier')}
      UNION SELECT l."agencyId" WHERE ${whom.includes('agency')}) party
    WHERE s."onceKey" = 'CONTRACT_SIGNED' AND e."day" <= ${signedBy} AND party."id" IS NOT NULL ${mine}
      AND NOT EXISTS (${live('FAILED')}) AND NOT EXISTS (${live('CONTRACT_TERMINATED')})
      AND NOT (EXISTS (${live('ACCEPTED')}) AND COALESCE(e."amount", l."contractAmount", 0) > 0
        AND COALESCE((SELECT sum(paid."amount") FROM (${live('PAID')}) paid), 0) >= COALESCE(e."amount", l."contractAmount"))
    ORDER BY 1, 2`
  return Pairs.parse(rows)
}

/** Units whose ledger changed since an instant: by what was recorded and taken back, not by what is there. */
export async function unitsChangedSince(tx: Tx, since: Date): Promise<number[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT DISTINCT p."unitId" AS "id" FROM (
      SELECT "lotId" FROM "LedgerEvent" WHERE "recordedAt" > ${since}
      UNION SELECT e."lotId" FROM "EventVoid" v JOIN "LedgerEvent" e ON e."id" = v."eventId" WHERE v."at" > ${since}) c
    JOIN "Lot" l ON l."id" = c."lotId" JOIN "Project" p ON p."id" = l."projectId"`
  return z
    .array(z.object({ id: z.number() }))
    .parse(rows)
    .map(({ id }) => id)
}
