import { z } from 'zod'
import { type Entropy, linkCode, newToken, officeDay, tokenHash } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { occasionSchema } from './occasion.ts'

/** How a standing link stands when it is opened. */
export type OpenedStanding =
  | { readonly kind: 'open'; readonly lotId: number; readonly partyId: number }
  | { readonly kind: 'expired' | 'unknown' }

const Row = z.object({ lotId: z.number(), partyId: z.number(), ended: z.boolean() })

/** Opens a standing link; the first time it keeps the office's day, and nothing else of the visitor. */
export async function openStandingLink(tx: Tx, token: string, now: Date): Promise<OpenedStanding> {
  const hash = tokenHash(token)
  const rows = await tx.$queryRaw<unknown[]>`
    WITH first AS (
      UPDATE "StandingLink" SET "openedOn" = ${officeDay(now)}
      WHERE "tokenHash" = ${hash} AND "openedOn" IS NULL AND "revokedAt" IS NULL)
    SELECT "lotId", "partyId", "revokedAt" IS NOT NULL AS "ended" FROM "StandingLink" WHERE "tokenHash" = ${hash}`
  return standingIn(z.array(Row).parse(rows)[0])
}

/** The same without noting it: for whoever hands the link on. */
export async function lookAtStandingLink(tx: Tx, token: string): Promise<OpenedStanding> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "lotId", "partyId", "revokedAt" IS NOT NULL AS "ended" FROM "StandingLink" WHERE "tokenHash" = ${tokenHash(token)}`
  return standingIn(z.array(Row).parse(rows)[0])
}

function standingIn(link: z.infer<typeof Row> | undefined): OpenedStanding {
  if (!link) return { kind: 'unknown' }
  return link.ended
    ? { kind: 'expired' }
    : { kind: 'open', lotId: link.lotId, partyId: link.partyId }
}

/** Withdraws every link of a party to a lot's page, whoever holds it; how many. */
export async function withdrawStandingLinks(
  tx: Tx,
  { lotId, partyId }: { readonly lotId: number; readonly partyId: number },
  at: Date,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE "StandingLink" SET "revokedAt" = ${at}::timestamptz
    WHERE "lotId" = ${lotId} AND "partyId" = ${partyId} AND "revokedAt" IS NULL`
}

/** A party's page whose link the section has not been handed yet. */
export interface PendingPage {
  readonly sectionId: number
  readonly partyId: number
  readonly supplier: string
  readonly lotId: number
  readonly code: string
  readonly lotNo: number
  readonly lotName: string
  readonly unitName: string
}

const Pending = z.object({
  sectionId: z.number(),
  partyId: z.number(),
  supplier: z.string(),
  lotId: z.number(),
  code: z.string(),
  lotNo: z.number(),
  lotName: z.string(),
  unitName: z.string(),
})

/** Pages to which the liaison was handed a link by `at` and the section of the unit was not: the liaison is never the only gate. */
export async function pendingPages(
  tx: Tx,
  sectionIds: readonly number[],
  at: Date,
): Promise<PendingPage[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT u."sectionId", k."partyId", v."name" AS "supplier", l."id" AS "lotId", p."code", l."no" AS "lotNo",
      l."name" AS "lotName", u."name" AS "unitName"
    FROM "StandingLink" k
    JOIN "Lot" l ON l."id" = k."lotId" JOIN "Project" p ON p."id" = l."projectId"
    JOIN "Unit" u ON u."id" = p."unitId" JOIN "Party" v ON v."id" = k."partyId"
    WHERE k."handedTo" = 'liaison' AND NOT k."passedOn" AND k."revokedAt" IS NULL AND k."createdAt" <= ${at}::timestamptz
      AND u."sectionId" = ANY(${[...sectionIds]}::int[])
    ORDER BY k."createdAt", l."id", k."partyId"`
  return z.array(Pending).parse(rows)
}

/** Makes links to these pages for one hand; the tokens in the order of the pages, stored nowhere. */
export async function handPages(
  tx: Tx,
  pages: readonly { readonly lotId: number; readonly partyId: number }[],
  handedTo: 'liaison' | 'section' | 'office' | 'kf' | 'contact',
  { entropy, at }: { readonly entropy: Entropy; readonly at: Date },
): Promise<string[]> {
  const links = pages.map(({ lotId, partyId }) => ({ lotId, partyId, token: newToken(entropy) }))
  const rows = links.map(({ token, ...page }) => ({
    ...page,
    hash: tokenHash(token),
    code: tokenHash(linkCode(token)),
  }))
  await tx.$executeRaw`
    WITH n AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("lotId" int, "partyId" int, "hash" text, "code" text)),
    passed AS (
      UPDATE "StandingLink" k SET "passedOn" = true FROM n
      WHERE ${handedTo} = 'section' AND k."lotId" = n."lotId" AND k."partyId" = n."partyId" AND k."handedTo" = 'liaison')
    INSERT INTO "StandingLink" ("tokenHash", "codeHash", "lotId", "partyId", "handedTo", "createdAt", "passedOn")
    SELECT "hash", "code", "lotId", "partyId", ${handedTo}, ${at}::timestamptz, ${handedTo !== 'liaison'} FROM n`
  return links.map(({ token }) => token)
}

const Waiting = z.object({
  id: z.number(),
  occasion: occasionSchema,
  createdAt: z.date(),
  anonymousOnly: z.boolean(),
})

/** The surveys that wait for the party of a standing link; of some only the anonymous half, the other was said by chat. */
export async function waitingSurveys(
  tx: Tx,
  { lotId, partyId }: { readonly lotId: number; readonly partyId: number },
  now: Date,
): Promise<z.infer<typeof Waiting>[]> {
  return z.array(Waiting).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT "id", "occasion", "createdAt", "anonymousOpen" AS "anonymousOnly" FROM "Invitation"
      WHERE "lotId" = ${lotId} AND "partyId" = ${partyId} AND ("usedOn" IS NULL OR "anonymousOpen") AND "revokedAt" IS NULL
        AND "expiresAt" > ${now}::timestamptz ORDER BY "id"`,
  )
}
