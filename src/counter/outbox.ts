import { z } from 'zod'
import type { Entropy } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { KfBody } from '../wecom/index.ts'
import { MESSAGES, WINDOW_MS } from './window.ts'

/** A message to a customer; what is stored is sent once, or never. */
export interface NewKfPush {
  readonly customerId: number
  readonly body: KfBody
  readonly dedupeKey: string
  /** Of a greeting. */
  readonly welcome?: { readonly code: string; readonly until: Date }
}

/** Stores messages in the caller's transaction, in their order. One whose key is there is left out. */
export async function enqueueKf(
  tx: Tx,
  pushes: readonly NewKfPush[],
  { entropy, at }: { readonly entropy: Entropy; readonly at: Date },
): Promise<void> {
  if (pushes.length === 0) return
  const rows = pushes.map(({ customerId, body, dedupeKey, welcome }, n) => ({
    customerId,
    body,
    dedupeKey,
    code: welcome?.code ?? null,
    codeUntil: welcome?.until ?? null,
    msgid: `o_${entropy.bytes(14).toString('hex')}`,
    n,
  }))
  await tx.$executeRaw`
    INSERT INTO "KfPush" ("customerId", "body", "code", "codeUntil", "dedupeKey", "msgid", "status", "createdAt")
    SELECT n."customerId", n."body", n."code", n."codeUntil", n."dedupeKey", n."msgid", 'QUEUED', ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n("customerId" int, "body" jsonb, "code" text, "codeUntil" timestamptz, "dedupeKey" text, "msgid" text, "n" int)
    ORDER BY n."n" ON CONFLICT ("dedupeKey") DO NOTHING`
}

/** How many more messages a customer may be sent at an instant. */
export async function roomFor(tx: Tx, customerId: number, at: Date): Promise<number> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT CASE WHEN "lastOwnAt" > ${new Date(at.getTime() - WINDOW_MS)}::timestamptz
      THEN GREATEST(0, ${MESSAGES}::int - "sentSince") ELSE 0 END AS "room"
    FROM "KfCustomer" WHERE "id" = ${customerId}::int`
  return z.array(z.object({ room: z.number() })).parse(rows)[0]?.room ?? 0
}

const Queued = z.object({
  id: z.coerce.bigint(),
  customerId: z.number(),
  openKfId: z.string(),
  customer: z.string(),
  msgid: z.string(),
  code: z.string().nullable(),
  codeUntil: z.date().nullable(),
  // Built by this folder and read back unchanged.
  body: z.custom<KfBody>((value) => typeof value === 'object' && value !== null),
})
/** A message about to be sent. */
export type QueuedKf = z.infer<typeof Queued>

/** Customers with something to send. */
export async function customersWithPushes(tx: Tx, openKfId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT DISTINCT p."customerId" FROM "KfPush" p JOIN "KfCustomer" c ON c."id" = p."customerId"
    WHERE p."status" IN ('QUEUED', 'SENDING') AND c."openKfId" = ${openKfId} ORDER BY 1`
  return z
    .array(z.object({ customerId: z.number() }))
    .parse(rows)
    .map(({ customerId }) => customerId)
}

/**
 * Takes the next message of a customer: counted in her budget before it leaves, so that a crash sends too little
 * rather than too much. `none`: nothing is queued. What a dead process had in hand is left as it is, its fate unknown.
 */
export async function takeNext(
  tx: Tx,
  customerId: number,
  at: Date,
): Promise<QueuedKf | 'none' | 'closed'> {
  await tx.$executeRaw`
    UPDATE "KfPush" SET "status" = 'UNSURE', "settledAt" = ${at}::timestamptz, "body" = NULL
    WHERE "customerId" = ${customerId}::int AND "status" = 'SENDING'`
  const [next] = z.array(Queued).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT p."id"::text AS "id", p."customerId", c."openKfId", c."externalUserid" AS "customer", p."msgid", p."code", p."codeUntil", p."body"
      FROM "KfPush" p JOIN "KfCustomer" c ON c."id" = p."customerId"
      WHERE p."customerId" = ${customerId}::int AND p."status" = 'QUEUED' ORDER BY p."id" LIMIT 1 FOR UPDATE OF p`,
  )
  if (!next) return 'none'
  const open = next.code
    ? next.codeUntil !== null && next.codeUntil > at
    : (await tx.$executeRaw`
        UPDATE "KfCustomer" SET "sentSince" = "sentSince" + 1
        WHERE "id" = ${customerId}::int AND "sentSince" < ${MESSAGES}::int
          AND "lastOwnAt" > ${new Date(at.getTime() - WINDOW_MS)}::timestamptz`) > 0
  await tx.$executeRaw`
    UPDATE "KfPush" SET "status" = ${open ? 'SENDING' : 'WAITING'}, "triedAt" = ${at}::timestamptz,
      "settledAt" = CASE WHEN ${open} THEN NULL ELSE ${at}::timestamptz END,
      "failure" = CASE WHEN ${open} THEN NULL ELSE ${next.code ? 'welcome expired' : 'window closed'} END
    WHERE "id" = ${next.id}::bigint`
  return open ? next : 'closed'
}

/** How sending ended. */
export type KfEnding =
  | { readonly kind: 'SENT' }
  /** Nothing was sent: it is tried again, and the budget is given back. */
  | { readonly kind: 'QUEUED' }
  /** WeCom says that the customer must write first. */
  | { readonly kind: 'WAITING'; readonly failure: string }
  | { readonly kind: 'FAILED' | 'UNSURE'; readonly failure: string }

/** Writes the ending down; what was said is forgotten with it. */
export async function settle(tx: Tx, push: QueuedKf, ending: KfEnding, at: Date): Promise<void> {
  const { kind } = ending
  const failure = 'failure' in ending ? ending.failure : null
  const ended = kind !== 'QUEUED'
  await tx.$executeRaw`
    UPDATE "KfPush" SET "status" = ${kind}, "failure" = ${failure},
      "settledAt" = CASE WHEN ${ended} THEN ${at}::timestamptz END, "body" = CASE WHEN ${ended} THEN NULL ELSE "body" END
    WHERE "id" = ${push.id}::bigint AND "status" = 'SENDING'`
  if (push.code) return
  if (kind === 'QUEUED')
    await tx.$executeRaw`
      UPDATE "KfCustomer" SET "sentSince" = GREATEST(0, "sentSince" - 1) WHERE "id" = ${push.customerId}::int`
  if (kind === 'WAITING') await closeWindow(tx, push.customerId)
}

/** WeCom counts differently: nothing more is tried until the customer writes. */
async function closeWindow(tx: Tx, customerId: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE "KfCustomer" SET "sentSince" = ${MESSAGES}::int WHERE "id" = ${customerId}::int`
}

/** WeCom's reasons (doc 94670) that close the window: over 48 hours, the session closed, over five messages. */
const WINDOW_FAILS: readonly number[] = [4, 5, 6]

/** A message that was taken did not arrive: it ends, and stays ended however often this is said. */
export async function markUndelivered(
  tx: Tx,
  customerId: number,
  { failedMsgid, failType }: { readonly failedMsgid: string; readonly failType: number },
): Promise<void> {
  const isWindow = WINDOW_FAILS.includes(failType)
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE "KfPush" p SET "status" = ${isWindow ? 'WAITING' : 'FAILED'}, "failure" = ${`not delivered ${failType}`}
    FROM "KfCustomer" c
    WHERE p."msgid" = ${failedMsgid} AND c."id" = p."customerId" AND c."id" = ${customerId}::int
      AND p."status" IN ('SENT', 'SENDING', 'UNSURE')
    RETURNING COALESCE(p."triedAt" >= c."lastOwnAt", false) AS "since"`
  // She may have written since, which opens it anew.
  const [ended] = z.array(z.object({ since: z.boolean() })).parse(rows)
  if (ended?.since && isWindow) await closeWindow(tx, customerId)
}
