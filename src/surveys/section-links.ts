import { z } from 'zod'
import { type Entropy, newToken, tokenHash } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type OwnLinkOccasion, WITH_OWN_LINK } from './occasion.ts'

/** An invitation whose link a section has not been handed yet. */
export interface PendingInvitation {
  readonly invitationId: number
  readonly sectionId: number
  readonly occasion: OwnLinkOccasion
  readonly supplier: string
  readonly lotId: number
  readonly code: string
  readonly lotNo: number
  readonly lotName: string
  readonly unitName: string
  /** The section was handed a link before: this is the one reminder. */
  readonly again: boolean
}

const Row = z.object({
  invitationId: z.number(),
  sectionId: z.number(),
  occasion: z.enum(WITH_OWN_LINK),
  supplier: z.string(),
  lotId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  lotName: z.string(),
  unitName: z.string(),
  again: z.boolean(),
})

/** Invitations made by `at`, still open, of units of these sections, that the section holds no link to, or is to be reminded of. */
export async function pendingInvitations(
  tx: Tx,
  sectionIds: readonly number[],
  at: Date,
  /** Links handed out before this instant and still unanswered are given once more, and never again. */
  remindBefore?: Date,
): Promise<PendingInvitation[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT i."id" AS "invitationId", u."sectionId", i."occasion", v."name" AS "supplier", l."id" AS "lotId",
      p."code", l."no" AS "lotNo", l."name" AS "lotName", u."name" AS "unitName",
      EXISTS (SELECT 1 FROM "InvitationLink" h WHERE h."invitationId" = i."id" AND h."handedTo" = 'section') AS "again"
    FROM "Invitation" i
    JOIN "Lot" l ON l."id" = i."lotId" JOIN "Project" p ON p."id" = l."projectId"
    JOIN "Unit" u ON u."id" = p."unitId" JOIN "Party" v ON v."id" = i."partyId"
    WHERE i."occasion" = ANY(${[...WITH_OWN_LINK]}::text[]) AND i."usedOn" IS NULL AND i."createdAt" <= ${at}::timestamptz AND i."expiresAt" > ${at}::timestamptz
      AND (i."revokedAt" IS NULL OR i."revokedAt" > ${at}::timestamptz)
      AND u."sectionId" = ANY(${[...sectionIds]}::int[])
      AND NOT EXISTS (SELECT 1 FROM "InvitationLink" k WHERE k."invitationId" = i."id" AND (k."handedTo" = 'reminder'
        OR (k."handedTo" = 'section' AND k."createdAt" >= ${remindBefore ?? new Date(0)}::timestamptz)))
    ORDER BY i."id"`
  return z.array(Row).parse(rows)
}

/** Makes the section's own link to each invitation; the tokens by invitation id, stored nowhere. */
export async function handSectionLinks(
  tx: Tx,
  invitationIds: readonly number[],
  { entropy, at }: { readonly entropy: Entropy; readonly at: Date },
): Promise<ReadonlyMap<number, string>> {
  const tokens = new Map(invitationIds.map((id) => [id, newToken(entropy)]))
  const links = [...tokens].map(([invitationId, token]) => ({
    invitationId,
    hash: tokenHash(token),
  }))
  await tx.$executeRaw`
    INSERT INTO "InvitationLink" ("tokenHash", "invitationId", "handedTo", "createdAt")
    SELECT "hash", "invitationId",
      CASE WHEN EXISTS (SELECT 1 FROM "InvitationLink" h WHERE h."invitationId" = x."invitationId" AND h."handedTo" = 'section')
        THEN 'reminder' ELSE 'section' END, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS x("invitationId" int, "hash" text)`
  return tokens
}
