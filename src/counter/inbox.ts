import { z } from 'zod'
import { codeIn, tokenHash, tokenIn } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { KfItem } from '../wecom/index.ts'
import type { Lease } from './account.ts'

/** What a customer did, as it waits to be acted on. Secrets of links and codes are kept as their hash only. */
const Waiting = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    menuId: z.string().optional(),
    linkHash: z.string().optional(),
    codeHash: z.string().optional(),
    /** A complaint: what it said was never stored. */
    complains: z.literal(true).optional(),
  }),
  z.object({ kind: z.literal('unreadable'), type: z.string() }),
  z.object({
    kind: z.literal('entered'),
    welcomeCode: z.string().optional(),
    linkHash: z.string().optional(),
  }),
  z.object({ kind: z.literal('send-failed'), failedMsgid: z.string(), failType: z.number() }),
])
export type WaitingBody = z.infer<typeof Waiting>

/** A message that is still to be acted on. */
export interface WaitingMessage {
  readonly msgid: string
  readonly customerId: number
  readonly sentAt: Date
  readonly body: WaitingBody
}

/** A text longer than this is cut: nobody writes so much by hand, and WeCom takes 2,048 bytes. */
const LONGEST = 2_000
/** Characters of a message that is a code. */
const CODE_TEXT = 24

function bodyOf(item: KfItem, isComplaint: (text: string) => boolean): WaitingBody | undefined {
  switch (item.kind) {
    case 'text':
      return isComplaint(item.text) ? { kind: 'text', text: '', complains: true } : textBody(item)
    case 'unreadable':
      return { kind: 'unreadable', type: item.type }
    case 'entered': {
      const token = tokenIn(item.sceneParam)
      return {
        kind: 'entered',
        ...(item.welcomeCode && { welcomeCode: item.welcomeCode }),
        ...(token && { linkHash: tokenHash(token) }),
      }
    }
    case 'send-failed':
      return { kind: 'send-failed', failedMsgid: item.failedMsgid, failType: item.failType }
    case 'other':
      return undefined
  }
}

function textBody({ text, menuId }: Extract<KfItem, { kind: 'text' }>): WaitingBody {
  const token = tokenIn(text)
  // A code comes by itself, or nearly; in a longer text it is a number of something else.
  const code = token || text.trim().length > CODE_TEXT ? undefined : codeIn(text)
  return {
    kind: 'text',
    // NUL and its like are refused by the database.
    text: token || code ? '' : text.replace(/[^\P{Cc}\n\t]/gu, '').slice(0, LONGEST),
    ...(menuId && { menuId }),
    ...(token && { linkHash: tokenHash(token) }),
    ...(code && { codeHash: tokenHash(code) }),
  }
}

/**
 * Keeps what was fetched and how far the fetching got, together or not at all; false when another process has taken
 * the account over. What was kept before is left as it is.
 */
export async function keepFetched(
  tx: Tx,
  whose: Lease,
  {
    items,
    cursor,
    isComplaint,
  }: {
    readonly items: readonly KfItem[]
    readonly cursor: string
    readonly isComplaint: (text: string) => boolean
  },
  at: Date,
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE "KfAccount" SET "cursor" = COALESCE(NULLIF(${cursor}, ''), "cursor")
    WHERE "openKfId" = ${whose.openKfId} AND "leasedBy" = ${whose.by}`
  if (moved === 0) return false
  const rows = items.flatMap((item, n) => {
    const body = bodyOf(item, isComplaint)
    return body && item.kind !== 'other'
      ? [{ msgid: item.msgid, customer: item.customer, body, sentAt: item.at, n }]
      : []
  })
  if (rows.length === 0) return true
  const json = JSON.stringify(rows)
  await tx.$executeRaw`
    INSERT INTO "KfCustomer" ("openKfId", "externalUserid", "memory", "createdAt")
    SELECT DISTINCT ${whose.openKfId}, n."customer", '{}'::jsonb, ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS n("customer" text)
    ON CONFLICT ("openKfId", "externalUserid") DO NOTHING`
  await tx.$executeRaw`
    INSERT INTO "KfMessage" ("msgid", "openKfId", "customerId", "status", "body", "sentAt", "receivedAt")
    SELECT n."msgid", ${whose.openKfId}, c."id", 'NEW', n."body", n."sentAt", ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS n("msgid" text, "customer" text, "body" jsonb, "sentAt" timestamptz, "n" int)
    JOIN "KfCustomer" c ON c."openKfId" = ${whose.openKfId} AND c."externalUserid" = n."customer"
    ORDER BY n."sentAt", n."n"
    ON CONFLICT ("msgid") DO NOTHING`
  return true
}

const Row = z.object({
  msgid: z.string(),
  customerId: z.number(),
  sentAt: z.date(),
  body: Waiting,
})

/** What is still to be acted on at an account, in the order in which it was said. */
export async function waitingMessages(
  tx: Tx,
  openKfId: string,
  most: number,
): Promise<WaitingMessage[]> {
  return z.array(Row).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT "msgid", "customerId", "sentAt", "body" FROM "KfMessage"
      WHERE "openKfId" = ${openKfId} AND "status" = 'NEW' ORDER BY "sentAt", "seq" LIMIT ${most}::int`,
  )
}

/** Marks a message as acted on and forgets what it said; false when it was before. */
export async function markDone(tx: Tx, msgid: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE "KfMessage" SET "status" = 'DONE', "body" = NULL WHERE "msgid" = ${msgid} AND "status" = 'NEW'`
  return count > 0
}
