import { z } from 'zod'
import { officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** What came of a link or a code. */
export type Bound =
  | { readonly kind: 'known'; readonly isNew: boolean }
  /** There is none, or it was withdrawn. */
  | { readonly kind: 'wrong' }
  /** Too many wrong codes: this one was not even looked at. */
  | { readonly kind: 'too-many' }

const HOUR_MS = 3_600_000
const Row = z.object({ isNew: z.boolean() })

/**
 * Makes a customer known to a contract by the secret she came with, as its hash: the link's, or that of the code
 * beside it. Never by a name. The link counts as opened.
 */
export async function bind(
  tx: Tx,
  {
    customerId,
    hash,
    by,
  }: {
    readonly customerId: number
    readonly hash: string
    readonly by: 'link' | 'code'
  },
  at: Date,
): Promise<Exclude<Bound, { kind: 'too-many' }>> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH link AS (
      SELECT "tokenHash", "lotId", "partyId" FROM "StandingLink"
      WHERE "revokedAt" IS NULL AND CASE WHEN ${by === 'link'} THEN "tokenHash" ELSE "codeHash" END = ${hash}),
    known AS (
      SELECT 1 FROM "KfBinding" b JOIN "StandingLink" k ON k."tokenHash" = b."tokenHash" AND k."revokedAt" IS NULL
      JOIN link ON link."lotId" = k."lotId" AND link."partyId" = k."partyId" WHERE b."customerId" = ${customerId}::int),
    opened AS (
      UPDATE "StandingLink" k SET "openedOn" = ${officeDay(at)} FROM link
      WHERE k."tokenHash" = link."tokenHash" AND k."openedOn" IS NULL),
    bound AS (
      INSERT INTO "KfBinding" ("customerId", "tokenHash", "boundAt")
      SELECT ${customerId}::int, "tokenHash", ${at}::timestamptz FROM link
      ON CONFLICT ("customerId", "tokenHash") DO UPDATE SET "boundAt" = excluded."boundAt")
    SELECT NOT EXISTS (SELECT 1 FROM known) AS "isNew" FROM link`
  const [found] = z.array(Row).parse(rows)
  return found ? { kind: 'known', isNew: found.isNew } : { kind: 'wrong' }
}

/** The same by a typed code, a few wrong ones an hour. */
export async function bindByCode(
  tx: Tx,
  given: { readonly customerId: number; readonly hash: string; readonly most: number },
  at: Date,
): Promise<Bound> {
  const { customerId, hash, most } = given
  const since = new Date(at.getTime() - HOUR_MS)
  const tried = await tx.$queryRaw<unknown[]>`
    SELECT CASE WHEN "wrongCodesFrom" > ${since}::timestamptz THEN "wrongCodes" ELSE 0 END AS "wrong"
    FROM "KfCustomer" WHERE "id" = ${customerId}::int`
  const [{ wrong }] = z.tuple([z.object({ wrong: z.number() })]).parse(tried)
  if (wrong >= most) return { kind: 'too-many' }
  const bound = await bind(tx, { customerId, hash, by: 'code' }, at)
  if (bound.kind === 'wrong')
    await tx.$executeRaw`
      UPDATE "KfCustomer" SET "wrongCodes" = ${wrong + 1}::int,
        "wrongCodesFrom" = CASE WHEN ${wrong} = 0 THEN ${at}::timestamptz ELSE "wrongCodesFrom" END
      WHERE "id" = ${customerId}::int`
  return bound
}
