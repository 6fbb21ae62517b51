import { z } from 'zod'
import {
  type Clock,
  type Entropy,
  type Logger,
  newToken,
  officeDay,
  tokenHash,
} from '../base/index.ts'
import { type Database, Prisma, type Tx } from '../db/index.ts'
import { type Addressee, addresseeHash } from './addressee.ts'
import { occasionSchema, type SurveyOccasion } from './occasion.ts'
import { type AnonymousAnswer, spoolAnswer } from './spool.ts'

/** How a link stands when it is opened. A link that was withdrawn counts as expired: it reveals no undo. */
export type OpenedInvitation =
  | {
      readonly kind: 'open'
      readonly occasion: SurveyOccasion
      readonly party: string
      readonly project: string
      readonly unit: string
      /** The open half was said by chat before. */
      readonly anonymousOnly: boolean
      /** Where the link was sent to one 微信 account. */
      readonly addressee?: Addressee
    }
  | { readonly kind: 'used' | 'expired' | 'unknown' }

/** A complete answer: the open half, and the anonymous half where it was filled in. */
export interface GivenAnswer {
  readonly help: boolean
  /** Kept only where the survey is about a payment. */
  readonly paid: 'yes' | 'no' | 'unknown' | undefined
  readonly anonymous: Pick<AnonymousAnswer, 'scores' | 'comment' | 'laidOpen' | 'signs'> | undefined
}

const Link = z.object({
  occasion: occasionSchema,
  party: z.string(),
  project: z.string(),
  unit: z.string(),
  used: z.boolean(),
  anonymousOpen: z.boolean(),
  ended: z.boolean(),
  addressee: z.string().nullable(),
  isNamed: z.boolean(),
})

/** The address of a survey that waits at a standing link: the link's token, a dot, the invitation's number. */
export const waitingToken = (standing: string, invitationId: number): string =>
  `${standing}.${invitationId}`

const WAITING = /^([\w-]{43})\.([1-9]\d{0,8})$/

/** The invitations that a token opens: one at most, as a set. */
function invitationsBehind(token: string): Prisma.Sql {
  const [, standing, id] = WAITING.exec(token) ?? []
  return standing && id
    ? Prisma.sql`(SELECT w."id" AS "invitationId", NULL::text AS "addressee", false AS "isNamed" FROM "StandingLink" s JOIN "Invitation" w ON w."lotId" = s."lotId" AND w."partyId" = s."partyId"
        WHERE s."tokenHash" = ${tokenHash(standing)} AND s."revokedAt" IS NULL AND w."id" = ${Number(id)}::int)`
    : Prisma.sql`(SELECT "invitationId", "addressee", "isNamed" FROM "InvitationLink" WHERE "tokenHash" = ${tokenHash(token)})`
}

/** Opens a link without consuming it. */
export async function openInvitation(tx: Tx, token: string, now: Date): Promise<OpenedInvitation> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT i."occasion", v."name" AS "party", l."name" AS "project", u."name" AS "unit",
      i."usedOn" IS NOT NULL AS "used", i."anonymousOpen", k."addressee", k."isNamed",
      (i."expiresAt" <= ${now}::timestamptz OR i."revokedAt" IS NOT NULL) AS "ended"
    FROM ${invitationsBehind(token)} k JOIN "Invitation" i ON i."id" = k."invitationId"
    JOIN "Party" v ON v."id" = i."partyId" JOIN "Lot" l ON l."id" = i."lotId"
    JOIN "Project" p ON p."id" = l."projectId" JOIN "Unit" u ON u."id" = p."unitId"
    `
  const [link] = z.array(Link).parse(rows)
  if (!link) return { kind: 'unknown' }
  const { used, ended, anonymousOpen, addressee: hash, isNamed, ...subject } = link
  if (used && !anonymousOpen) return { kind: 'used' }
  if (ended) return { kind: 'expired' }
  const addressee = hash === null ? {} : { addressee: { hash, isNamed } }
  return { kind: 'open', ...subject, anonymousOnly: used, ...addressee }
}

const Marked = z.object({ unitId: z.number(), occasion: occasionSchema })

/** The open half, once: undefined when the link does not open any more. Keeps the office's day only. */
export async function markAnswered(
  tx: Tx,
  token: string,
  { help, paid }: Pick<GivenAnswer, 'help' | 'paid'>,
  now: Date,
): Promise<z.infer<typeof Marked> | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE "Invitation" i SET "usedOn" = ${officeDay(now)}, "helpAsked" = ${help},
      "paid" = CASE WHEN i."occasion" = 'PAID' THEN ${paid ?? null}::text END
    FROM ${invitationsBehind(token)} k, "Lot" l, "Project" p
    WHERE i."id" = k."invitationId" AND l."id" = i."lotId" AND p."id" = l."projectId"
      AND i."usedOn" IS NULL AND i."revokedAt" IS NULL AND i."expiresAt" > ${now}::timestamptz
    RETURNING p."unitId", i."occasion"`
  return z.array(Marked).parse(rows)[0]
}

/** An invitation of a party whose open half is said by chat. */
export interface SaidByChat extends Pick<GivenAnswer, 'help' | 'paid'> {
  readonly invitationId: number
  readonly lotId: number
  readonly partyId: number
  /** Who said it; named: WeCom would name her when she opens a page. */
  readonly by: { readonly externalUserid: string; readonly isNamed: boolean }
}

/**
 * The open half by chat, once; false when it was said before or opens no more. The anonymous half is not asked
 * where somebody is known: a fresh link of its own, whose token this gives, takes it afterwards, and only from her.
 */
export async function sayByChat(
  tx: Tx,
  said: SaidByChat,
  { entropy, at }: { readonly entropy: Entropy; readonly at: Date },
): Promise<string | undefined> {
  const token = newToken(entropy)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH said AS (
      UPDATE "Invitation" i SET "usedOn" = ${officeDay(at)}, "helpAsked" = ${said.help}, "anonymousOpen" = true,
        "paid" = CASE WHEN i."occasion" = 'PAID' THEN ${said.paid ?? null}::text END
      WHERE i."id" = ${said.invitationId}::int AND i."lotId" = ${said.lotId}::int AND i."partyId" = ${said.partyId}::int
        AND i."usedOn" IS NULL AND i."revokedAt" IS NULL AND i."expiresAt" > ${at}::timestamptz
      RETURNING i."id")
    INSERT INTO "InvitationLink" ("tokenHash", "invitationId", "handedTo", "createdAt", "addressee", "isNamed")
    SELECT ${tokenHash(token)}, "id", 'kf', ${at}::timestamptz, ${addresseeHash(token, said.by.externalUserid)}, ${said.by.isNamed}::boolean
    FROM said RETURNING "invitationId"`
  return rows.length > 0 ? token : undefined
}

/** Takes the place of the used-mark where only the anonymous half was still open. */
async function closeAnonymous(
  tx: Tx,
  token: string,
  now: Date,
): Promise<z.infer<typeof Marked> | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE "Invitation" i SET "anonymousOpen" = false
    FROM ${invitationsBehind(token)} k, "Lot" l, "Project" p
    WHERE i."id" = k."invitationId" AND l."id" = i."lotId" AND p."id" = l."projectId"
      AND i."anonymousOpen" AND i."revokedAt" IS NULL AND i."expiresAt" > ${now}::timestamptz
    RETURNING p."unitId", i."occasion"`
  return z.array(Marked).parse(rows)[0]
}

/** The survey as the public pages use it. */
export interface InvitationDesk {
  open(token: string): Promise<OpenedInvitation>
  /** Takes the answer once. */
  take(token: string, answer: GivenAnswer): Promise<'taken' | 'used' | 'expired' | 'unknown'>
}

/**
 * The two halves are two transactions: rows of one transaction share its number (xmin) and could be joined.
 * The open half goes first, because it is what makes the link used. A crash in between loses the anonymous
 * half only; the other order would count a second submission twice.
 */
export function openInvitationDesk(means: {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
}): InvitationDesk {
  const { database, clock, log } = means
  return {
    open: (token) => openInvitation(database.sql, token, clock.now()),
    async take(token, answer) {
      const now = clock.now()
      const marked =
        (await markAnswered(database.sql, token, answer, now)) ??
        (answer.anonymous && (await closeAnonymous(database.sql, token, now)))
      if (!marked) {
        const { kind } = await openInvitation(database.sql, token, clock.now())
        return kind === 'open' ? 'used' : kind
      }
      if (answer.anonymous) {
        await spoolAnswer(database, { ...marked, ...answer.anonymous }).catch(
          // Never the error itself: it may quote what was said.
          () => log.error('the anonymous half of a survey could not be kept'),
        )
      }
      return 'taken'
    },
  }
}
