import { z } from 'zod'
import { type Entropy, newToken, tokenHash } from '../base/index.ts'
import type { Tx } from '../db/index.ts'

/** A link asked for in the chat opens once, soon. */
const PASS_MS = 10 * 60_000
/** A sitting at the desk; then she asks for another link. */
const SESSION_MS = 60 * 60_000

type Means = { readonly entropy: Entropy; readonly at: Date }

async function give(
  tx: Tx,
  kind: 'PASS' | 'SESSION',
  personId: number,
  { entropy, at }: Means,
): Promise<string> {
  const token = newToken(entropy)
  const ends = new Date(at.getTime() + (kind === 'PASS' ? PASS_MS : SESSION_MS))
  await tx.$executeRaw`DELETE FROM "GrievancePass" WHERE "expiresAt" < ${at}::timestamptz`
  await tx.$executeRaw`
    INSERT INTO "GrievancePass" ("tokenHash", "personId", "kind", "expiresAt")
    VALUES (${tokenHash(token)}, ${personId}::int, ${kind}, ${ends}::timestamptz)`
  return token
}

/** A link's token for a handler, good for ten minutes and one opening. */
export function handPass(tx: Tx, personId: number, means: Means): Promise<string> {
  return give(tx, 'PASS', personId, means)
}

/** Whether the token would open; looking does not use it up. */
export async function isPass(tx: Tx, token: string, at: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "GrievancePass" WHERE "tokenHash" = ${tokenHash(token)} AND "kind" = 'PASS'
      AND "expiresAt" > ${at}::timestamptz`
  return rows.length > 0
}

/** Uses the token up and begins the sitting: what the browser is to hold; undefined for a used or invented one. */
export async function usePass(tx: Tx, token: string, means: Means): Promise<string | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    DELETE FROM "GrievancePass" WHERE "tokenHash" = ${tokenHash(token)} AND "kind" = 'PASS'
      AND "expiresAt" > ${means.at}::timestamptz RETURNING "personId"`
  const [used] = z.array(z.object({ personId: z.number() })).parse(rows)
  return used && give(tx, 'SESSION', used.personId, means)
}

/** Who sits there, by userid; undefined once the hour is over. */
export async function sittingOf(
  tx: Tx,
  session: string,
  at: Date,
): Promise<{ readonly personId: number; readonly userid: string } | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT s."personId", p."userid" FROM "GrievancePass" s JOIN "Person" p ON p."id" = s."personId"
    WHERE s."tokenHash" = ${tokenHash(session)} AND s."kind" = 'SESSION' AND s."expiresAt" > ${at}::timestamptz`
  return z.array(z.object({ personId: z.number(), userid: z.string() })).parse(rows)[0]
}
