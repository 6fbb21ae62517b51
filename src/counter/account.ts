import { z } from 'zod'
import type { Tx } from '../db/index.ts'

/** How long a callback's token is good for (doc 94670), with a minute to spare. */
const TOKEN_MS = 9 * 60_000
/** A process that is at an account says so anew at every step; one that died is followed after this. */
const LEASE_MS = 60_000

/** Notes that something happened at an account: a lost callback does no harm, a repeated one changes nothing. */
export async function want(
  tx: Tx,
  { openKfId, token }: { readonly openKfId: string; readonly token?: string },
  at: Date,
): Promise<void> {
  const tokenAt = token ? at : null
  await tx.$executeRaw`
    INSERT INTO "KfAccount" ("openKfId", "token", "tokenAt", "wantedAt")
    VALUES (${openKfId}, ${token ?? null}, ${tokenAt}::timestamptz, ${at}::timestamptz)
    ON CONFLICT ("openKfId") DO UPDATE SET "wantedAt" = excluded."wantedAt",
      "token" = COALESCE(excluded."token", "KfAccount"."token"),
      "tokenAt" = COALESCE(excluded."tokenAt", "KfAccount"."tokenAt")`
}

/** An account that this process is at. */
export interface Lease {
  readonly openKfId: string
  readonly by: string
}

const Reading = z.object({
  cursor: z.string().nullable(),
  token: z.string().nullable(),
  wantedAt: z.date().nullable(),
})

/** Where the next fetch begins. */
export interface ReadingPlace {
  readonly cursor?: string
  readonly token?: string
  /** The latest want that this fetch answers. */
  readonly wantedAt: Date | null
}

/** Takes the account for this process, or keeps it; undefined while another one is at it. */
export async function lease(
  tx: Tx,
  { openKfId, by }: Lease,
  at: Date,
): Promise<ReadingPlace | undefined> {
  const until = new Date(at.getTime() + LEASE_MS)
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE "KfAccount" SET "leasedBy" = ${by}, "leaseUntil" = ${until}::timestamptz
    WHERE "openKfId" = ${openKfId} AND ("leasedBy" IS NULL OR "leasedBy" = ${by} OR "leaseUntil" <= ${at}::timestamptz)
    RETURNING "cursor", "wantedAt",
      CASE WHEN "tokenAt" > ${new Date(at.getTime() - TOKEN_MS)}::timestamptz THEN "token" END AS "token"`
  const [found] = z.array(Reading).parse(rows)
  if (!found) return undefined
  return {
    wantedAt: found.wantedAt,
    ...(found.cursor !== null && { cursor: found.cursor }),
    ...(found.token !== null && { token: found.token }),
  }
}

/** Lets the account go unless something was wanted meanwhile; whether it is let go. */
export async function release(
  tx: Tx,
  { openKfId, by }: Lease,
  answered: Date | null,
  at: Date,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE "KfAccount" SET "leasedBy" = NULL, "leaseUntil" = NULL, "lookedAt" = ${at}::timestamptz
    WHERE "openKfId" = ${openKfId} AND "leasedBy" = ${by} AND "wantedAt" IS NOT DISTINCT FROM ${answered}::timestamptz`
  return count > 0
}

/** The same whatever is wanted: after a failure, so that the next look begins anew. */
export async function abandon(tx: Tx, { openKfId, by }: Lease): Promise<void> {
  await tx.$executeRaw`
    UPDATE "KfAccount" SET "leasedBy" = NULL, "leaseUntil" = NULL WHERE "openKfId" = ${openKfId} AND "leasedBy" = ${by}`
}

/** Forgets a cursor that WeCom does not know any more: what it gives again is known by its msgid. */
export async function forgetCursor(tx: Tx, { openKfId, by }: Lease): Promise<void> {
  await tx.$executeRaw`
    UPDATE "KfAccount" SET "cursor" = NULL WHERE "openKfId" = ${openKfId} AND "leasedBy" = ${by}`
}
