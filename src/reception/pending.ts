import { z } from 'zod'
import type { Database, Db } from '../db/index.ts'
import { type Inbound, readInbound } from '../wecom/index.ts'
import type { Answer } from './answer.ts'
import { known } from './inbound-row.ts'

/** Milliseconds for storing a message that could not be acted on in time: the callback is nearly over. */
const STORE_TIMEOUT_MS = 700

/**
 * Keeps a message durably, to be acted on later. The answer for its callback: nothing as yet, or,
 * where the turn has committed after all, what the turn said.
 */
export async function storePending(
  database: Database,
  inbound: Inbound,
  xml: string,
  at: Date,
): Promise<Answer> {
  const { dedupeKey, userKey } = inbound
  return database.sqlTransaction(
    async (tx) => {
      // The turn itself may be about to commit the same row: do not wait for it beyond the callback.
      await tx.$executeRaw`SET LOCAL lock_timeout = '400ms'`
      const stored = await tx.$executeRaw`
        INSERT INTO "Inbound" ("dedupeKey", "userid", "status", "body", "receivedAt")
        VALUES (${dedupeKey}, ${userKey}, 'PENDING', ${xml}, ${at})
        ON CONFLICT ("dedupeKey") DO NOTHING`
      const found = stored === 0 ? await known(tx, dedupeKey) : undefined
      return found?.kind === 'done' ? found.answer : { kind: 'empty' }
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
