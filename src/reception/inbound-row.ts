import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import type { Answer } from './answer.ts'

/** What the database says of a message that arrives. */
export type Known =
  | { readonly kind: 'new' }
  /** Acted on before: its answer is given again. */
  | { readonly kind: 'done'; readonly answer: Answer }
  /** Stored when there was no time to act; its answer goes actively, the callback is long closed. */
  | { readonly kind: 'pending' }

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('empty') }),
])
const row = z.object({ status: z.enum(['PENDING', 'DONE']), reply: answer.nullable() })

/** Looks a message up. Under the person's lock this is enough: every message is stored under it. */
export async function known(tx: Tx, dedupeKey: string): Promise<Known> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "status"::text, "reply" FROM "Inbound" WHERE "dedupeKey" = ${dedupeKey}`
  const [found] = z.array(row).parse(rows)
  if (!found) return { kind: 'new' }
  if (found.status === 'PENDING') return { kind: 'pending' }
  return { kind: 'done', answer: found.reply ?? { kind: 'empty' } }
}

/** Marks the message as acted on, with the answer that a repeat gets again. */
export async function markDone(
  tx: Tx,
  message: { readonly dedupeKey: string; readonly userid: string },
  given: Answer,
  at: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Inbound" ("dedupeKey", "userid", "status", "reply", "receivedAt")
    VALUES (${message.dedupeKey}, ${message.userid}, 'DONE', ${JSON.stringify(given)}::jsonb, ${at})
    ON CONFLICT ("dedupeKey") DO UPDATE SET "status" = 'DONE', "reply" = EXCLUDED."reply", "body" = NULL`
}
