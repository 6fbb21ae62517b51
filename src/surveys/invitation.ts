import { z } from 'zod'
import {
  type Day,
  day,
  type Entropy,
  linkCode,
  newToken,
  officeDay,
  officeInstant,
  tokenHash,
} from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { contractOf, type LotHistory } from '../ledger/index.ts'
import { occasionSchema, WITH_OWN_LINK } from './occasion.ts'
import type { AskedParty, SurveyPolicy } from './policy.ts'

/** Chance, time and settings of an invitation. */
export interface InvitationMeans {
  readonly entropy: Entropy
  readonly at: Date
  readonly policy: SurveyPolicy
}

/** What happened, and whom to ask about it (the supplier where nothing is said). */
export interface InvitationWish {
  /** An event of the ledger, or a visit with `VISITED`. */
  readonly event: { readonly id: bigint; readonly kind: string }
  readonly history: LotHistory
  readonly whom?: AskedParty
}

/** What became of a wish to invite. Tokens are nowhere stored, so they must be handed out now. */
export type InviteOutcome =
  | {
      readonly kind: 'invited'
      readonly invitationId: number
      /** The liaison's link to this survey alone. On occasions without a link of their own it opens nothing. */
      readonly token: string
      readonly supplier: string
      /** The liaison's standing link, where the party had none yet. */
      readonly page?: string
    }
  /** Asked before on this occasion, or often enough this quarter. */
  | { readonly kind: 'asked-before'; readonly supplier: string; readonly page?: string }
  /** The lot names no such party: nobody can be asked. */
  | { readonly kind: 'no-supplier' }
  /** Nobody is asked about such an event. */
  | { readonly kind: 'no-occasion' }

const DAY_MS = 86_400_000

/** The first day of the calendar quarter. */
function quarterOf(of: Day): Day {
  const first = Math.floor((Number(of.slice(5, 7)) - 1) / 3) * 3 + 1
  return day(`${of.slice(0, 4)}-${String(first).padStart(2, '0')}-01`)
}

const Created = z.tuple([z.object({ id: z.number().nullable(), page: z.boolean() })])

/**
 * Invites a party at a turning point reported by conversation (imports invite nobody: they tell of the past):
 * once per party, project and occasion, and not more often a quarter than the policy allows. A party without a
 * standing link gets one. One statement; call it in the transaction that records the event.
 */
export async function invite(
  tx: Tx,
  { event, history, whom = 'supplier' }: InvitationWish,
  { entropy, at, policy }: InvitationMeans,
): Promise<InviteOutcome> {
  const occasion = occasionSchema.safeParse(event.kind).data
  if (!occasion || !policy.asks[occasion].includes(whom)) return { kind: 'no-occasion' }
  const party = whom === 'supplier' ? contractOf(history).supplier : history.agency
  if (!party) return { kind: 'no-supplier' }
  const [token, page] = [newToken(entropy), newToken(entropy)]
  const expires = new Date(at.getTime() + policy.linkDays * DAY_MS)
  const quarter = officeInstant(quarterOf(officeDay(at)))
  const [created] = Created.parse(
    await tx.$queryRaw<unknown[]>`
      WITH asked AS (
        INSERT INTO "Invitation" ("occasion", "lotId", "partyId", "eventId", "createdAt", "expiresAt")
        SELECT ${occasion}, ${history.lotId}::int, ${party.id}::int, ${event.id}::bigint, ${at}::timestamptz, ${expires}::timestamptz
        WHERE NOT EXISTS (
            SELECT 1 FROM "Invitation" i JOIN "Lot" l ON l."id" = i."lotId"
            WHERE i."partyId" = ${party.id} AND l."projectId" = ${history.projectId} AND i."occasion" = ${occasion}
              AND i."revokedAt" IS NULL)
          AND (SELECT count(*) FROM "Invitation" WHERE "partyId" = ${party.id} AND "createdAt" >= ${quarter}::timestamptz
              AND "revokedAt" IS NULL) < ${policy.aQuarterAtMost}::int
        RETURNING "id"),
      link AS (
        INSERT INTO "InvitationLink" ("tokenHash", "invitationId", "handedTo", "createdAt")
        SELECT ${tokenHash(token)}, "id", 'liaison', ${at}::timestamptz FROM asked WHERE ${WITH_OWN_LINK.some((own) => own === occasion)}),
      standing AS (
        INSERT INTO "StandingLink" ("tokenHash", "codeHash", "lotId", "partyId", "handedTo", "createdAt")
        SELECT ${tokenHash(page)}, ${tokenHash(linkCode(page))}, ${history.lotId}::int, ${party.id}::int, 'liaison', ${at}::timestamptz
        WHERE NOT EXISTS (SELECT 1 FROM "StandingLink" WHERE "lotId" = ${history.lotId} AND "partyId" = ${party.id}
          AND "handedTo" = 'liaison' AND "revokedAt" IS NULL)
        RETURNING 1)
      SELECT (SELECT "id" FROM asked) AS "id", EXISTS (SELECT 1 FROM standing) AS "page"`,
  )
  const common = { supplier: party.name, ...(created.page && { page }) }
  return created.id === null
    ? { kind: 'asked-before', ...common }
    : { kind: 'invited', invitationId: created.id, token, ...common }
}

/** The ledger's follower: unused invitations of voided events open no more. */
export async function revokeInvitations(
  tx: Tx,
  eventIds: readonly bigint[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Invitation" SET "revokedAt" = ${at}::timestamptz
    WHERE "eventId" = ANY(${[...eventIds]}::bigint[]) AND "occasion" <> 'VISITED' AND "usedOn" IS NULL AND "revokedAt" IS NULL`
}

/** The same for a visit that was taken back. */
export async function revokeVisitInvitations(tx: Tx, visitId: number, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Invitation" SET "revokedAt" = ${at}::timestamptz
    WHERE "eventId" = ${visitId}::bigint AND "occasion" = 'VISITED' AND "usedOn" IS NULL AND "revokedAt" IS NULL`
}
