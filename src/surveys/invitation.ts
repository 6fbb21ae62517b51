import { z } from 'zod'
import type { Entropy } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { contractOf, type LedgerFact, type LotHistory } from '../ledger/index.ts'
import type { SurveyPolicy } from './policy.ts'
import { hashOf, newToken } from './token.ts'

/** Chance, time and settings of an invitation. */
export interface InvitationMeans {
  readonly entropy: Entropy
  readonly at: Date
  readonly policy: SurveyPolicy
}

/** What became of a wish to invite. */
export type InviteOutcome =
  | {
      readonly kind: 'invited'
      readonly invitationId: number
      /** The liaison's link token; it is nowhere stored, so it must be handed out now. */
      readonly token: string
      readonly supplier: string
    }
  /** The contract names no supplier: nobody can be asked. */
  | { readonly kind: 'no-supplier' }
  /** Only acceptance and payment are asked about. */
  | { readonly kind: 'no-occasion' }

const DAY_MS = 86_400_000
const Created = z.tuple([z.object({ id: z.number() })])

/**
 * Invites the contract's supplier when ACCEPTED or PAID is recorded by conversation (imports invite nobody:
 * they tell of the past), with a link for the liaison. Call it in the transaction that records the event.
 */
export async function invite(
  tx: Tx,
  { event, history }: { readonly event: LedgerFact; readonly history: LotHistory },
  { entropy, at, policy }: InvitationMeans,
): Promise<InviteOutcome> {
  if (event.kind !== 'ACCEPTED' && event.kind !== 'PAID') return { kind: 'no-occasion' }
  const { supplier } = contractOf(history)
  if (!supplier) return { kind: 'no-supplier' }
  const token = newToken(entropy)
  const expires = new Date(at.getTime() + policy.linkDays * DAY_MS)
  const [created] = Created.parse(
    await tx.$queryRaw<unknown[]>`
      WITH asked AS (
        INSERT INTO "Invitation" ("occasion", "lotId", "partyId", "eventId", "createdAt", "expiresAt")
        VALUES (${event.kind}, ${history.lotId}, ${supplier.id}, ${event.id}, ${at}::timestamptz, ${expires}::timestamptz)
        RETURNING "id"),
      link AS (
        INSERT INTO "InvitationLink" ("tokenHash", "invitationId", "handedTo", "createdAt")
        SELECT ${hashOf(token)}, "id", 'liaison', ${at}::timestamptz FROM asked)
      SELECT "id" FROM asked`,
  )
  return { kind: 'invited', invitationId: created.id, token, supplier: supplier.name }
}

/** The ledger's follower: unused invitations of voided events open no more. */
export async function revokeInvitations(
  tx: Tx,
  eventIds: readonly bigint[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Invitation" SET "revokedAt" = ${at}::timestamptz
    WHERE "eventId" = ANY(${[...eventIds]}::bigint[]) AND "usedOn" IS NULL AND "revokedAt" IS NULL`
}
