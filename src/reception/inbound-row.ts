import { z } from 'zod'
import type { Queryable, Tx } from '../db/index.ts'
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

/** Looks a message up. Every message is acted on under its person's lock; only storing one goes without. */
export async function known(tx: Queryable, dedupeKey: string): Promise<Known> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "status"::text, "reply" FROM "Inbound" WHERE "dedupeKey" = ${dedupeKey}`
  const [found] = z.array(row).parse(rows)
  if (!found) return { kind: 'new' }
  if (found.status === 'PENDING') return { kind: 'pending' }
  return { kind: 'done', answer: found.reply ?? { kind: 'empty' } }
}

/** The callback gave up on the turn and stored its message: this turn must not count, it is taken again. */
export class StoredMeanwhile extends Error {}

/**
 * Marks the message as acted on, with the answer that a repeat gets again. Throws StoredMeanwhile where a message
 * that was `new` at the turn's start is stored by now: nobody would hear what the callback was to say.
 */
export async function markDone(
  tx: Tx,
  message: { readonly dedupeKey: string; readonly userid: string },
  given: Answer,
  { at, was }: { readonly at: Date; readonly was: 'new' | 'pending' },
): Promise<void> {
  const reply = JSON.stringify(given)
  const marked =
    was === 'new'
      ? await tx.$executeRaw`
          INSERT INTO "Inbound" ("dedupeKey", "userid", "status", "reply", "receivedAt")
          VALUES (${message.dedupeKey}, ${message.userid}, 'DONE', ${reply}::jsonb, ${at})
          ON CONFLICT ("dedupeKey") DO NOTHING`
      : await tx.$executeRaw`
          UPDATE "Inbound" SET "status" = 'DONE', "reply" = ${reply}::jsonb, "body" = NULL
          WHERE "dedupeKey" = ${message.dedupeKey}`
  if (marked === 0) throw new StoredMeanwhile()
}
