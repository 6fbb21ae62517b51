import { z } from 'zod'
import type { Database, Db } from '../db/index.ts'
import { type Inbound, readInbound } from '../wecom/index.ts'

/** Milliseconds for storing a message that could not be acted on in time: the callback is nearly over. */
const STORE_TIMEOUT_MS = 700

/** Keeps a message durably, to be acted on later. Harmless when it is already there. */
export async function storePending(
  database: Database,
  inbound: Inbound,
  xml: string,
  at: Date,
): Promise<void> {
  await database.transaction(
    async (tx) => {
      // The turn itself may be about to commit the same row: do not wait for it beyond the callback.
      await tx.$executeRaw`SET LOCAL lock_timeout = '400ms'`
      await tx.$executeRaw`
        INSERT INTO "Inbound" ("dedupeKey", "userid", "status", "body", "receivedAt")
        VALUES (${inbound.dedupeKey}, ${inbound.userKey}, 'PENDING', ${xml}, ${at})
        ON CONFLICT ("dedupeKey") DO NOTHING`
    },
    { maxWait: STORE_TIMEOUT_MS, timeout: STORE_TIMEOUT_MS, attempts: 1 },
  )
}

/** Messages that wait to be acted on, oldest first, at most `count`. */
export async function pendingMessages(db: Db, count: number): Promise<Inbound[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT "body" FROM "Inbound" WHERE "status" = 'PENDING' ORDER BY "receivedAt" LIMIT ${count}`
  return z
    .array(z.object({ body: z.string() }))
    .parse(rows)
    .flatMap(({ body }) => readInbound(body) ?? [])
}
