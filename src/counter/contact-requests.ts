import { z } from 'zod'
import { officeDay, officeInstant } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { occasionSchema } from '../surveys/index.ts'
import { MESSAGES, WINDOW_MS } from './window.ts'

const Due = z.object({
  invitationId: z.number(),
  occasion: occasionSchema,
  lotId: z.number(),
  partyId: z.number(),
  party: z.string(),
  project: z.string(),
  unit: z.string(),
  customer: z.string(),
  /** As the office writes it. */
  userid: z.string(),
})
/** A survey that a member can lay before her external contact. */
export type DueRequest = z.infer<typeof Due>

/** At once; the rest a minute later. */
const BATCH = 20

/**
 * Surveys that wait for a party who is an external contact of the unit's liaison, or of its section's staff, and who
 * cannot be or was not told in 微信客服. Each once, and one customer once a day: WeCom allows no more (doc 92135).
 */
export async function dueRequests(tx: Tx, at: Date): Promise<DueRequest[]> {
  const today = officeDay(at)
  const since = new Date(at.getTime() - WINDOW_MS)
  return z.array(Due).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT * FROM (
        SELECT DISTINCT ON (x."externalUserid") d.*, x."externalUserid" AS "customer", p."useridShown" AS "userid"
        FROM (
          SELECT i."id" AS "invitationId", i."occasion", i."lotId", i."partyId", v."name" AS "party", l."name" AS "project",
            u."name" AS "unit", u."id" AS "unitId", u."sectionId"
          FROM "Invitation" i JOIN "Lot" l ON l."id" = i."lotId" JOIN "Project" j ON j."id" = l."projectId"
          JOIN "Unit" u ON u."id" = j."unitId" JOIN "Party" v ON v."id" = i."partyId"
          WHERE i."usedOn" IS NULL AND i."revokedAt" IS NULL AND i."expiresAt" > ${at}::timestamptz AND u."status" = 'ACTIVE'
            AND NOT EXISTS (SELECT 1 FROM "ContactRequest" r WHERE r."invitationId" = i."id")
            AND NOT EXISTS (
              SELECT 1 FROM "KfCustomer" c JOIN "KfBinding" b ON b."customerId" = c."id"
              JOIN "StandingLink" k ON k."tokenHash" = b."tokenHash" AND k."revokedAt" IS NULL
              WHERE k."lotId" = i."lotId" AND k."partyId" = i."partyId"
                AND (c."offeredAt" >= i."createdAt" OR (c."memory" -> 'offered') ? ('survey:' || i."id")
                  OR (c."lastOwnAt" > ${since}::timestamptz AND c."sentSince" < ${MESSAGES}::int)))) d
        JOIN "StandingLink" k ON k."lotId" = d."lotId" AND k."partyId" = d."partyId" AND k."revokedAt" IS NULL
        JOIN "ExternalContact" x ON x."tokenHash" = k."tokenHash" AND x."endedAt" IS NULL
        JOIN "Person" p ON p."userid" = x."userid"
        JOIN "Appointment" a ON a."personId" = p."id" AND a."fromDay" <= ${today} AND (a."toDay" IS NULL OR a."toDay" > ${today})
          AND ((a."role" = 'LIAISON' AND a."unitId" = d."unitId") OR (a."role" = 'SECTION_STAFF' AND a."sectionId" = d."sectionId"))
        WHERE NOT EXISTS (
          SELECT 1 FROM "ContactRequest" r WHERE r."externalUserid" = x."externalUserid"
            AND r."createdAt" >= ${officeInstant(today)}::timestamptz)
        ORDER BY x."externalUserid", d."invitationId", a."role", x."since") one
      ORDER BY "invitationId" LIMIT ${BATCH}::int`,
  )
}

/** Claims a request before it leaves: whoever comes second leaves it alone, and what a crash interrupts is not repeated. */
export async function claimRequest(
  tx: Tx,
  { invitationId, customer, userid }: DueRequest,
  at: Date,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "ContactRequest" ("invitationId", "externalUserid", "userid", "status", "createdAt")
    VALUES (${invitationId}::int, ${customer}, ${userid}, 'SENDING', ${at}::timestamptz)
    ON CONFLICT ("invitationId") DO NOTHING`
  return count > 0
}

/** How laying it before the member ended. */
export type RequestEnding =
  | { readonly kind: 'ASKED' }
  | { readonly kind: 'REFUSED' | 'UNSURE'; readonly failure: string }
  /** Nothing was laid before anybody: it is tried again. */
  | { readonly kind: 'later' }

/** Writes the ending down. */
export async function settleRequest(
  tx: Tx,
  invitationId: number,
  ending: RequestEnding,
): Promise<void> {
  if (ending.kind === 'later') {
    await tx.$executeRaw`DELETE FROM "ContactRequest" WHERE "invitationId" = ${invitationId}::int AND "status" = 'SENDING'`
    return
  }
  const failure = 'failure' in ending ? ending.failure : null
  await tx.$executeRaw`
    UPDATE "ContactRequest" SET "status" = ${ending.kind}, "failure" = ${failure}
    WHERE "invitationId" = ${invitationId}::int AND "status" = 'SENDING'`
}
