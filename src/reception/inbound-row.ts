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
/** What is stored of a message. */
export const inboundRow = z.object({
  status: z.enum(['PENDING', 'DONE']),
  reply: answer.nullable(),
})

/** What a row says; null where there is none. */
export function knownIn(row: z.infer<typeof inboundRow> | null): Known {
  if (!row) return { kind: 'new' }
  if (row.status === 'PENDING') return { kind: 'pending' }
  return { kind: 'done', answer: row.reply ?? { kind: 'empty' } }
}

/** Looks a message up. Every message is acted on under its person's lock; only storing one goes without. */
export async function known(tx: Tx, dedupeKey: string): Promise<Known> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "status"::text, "reply" FROM "Inbound" WHERE "dedupeKey" = ${dedupeKey}`
  const [found] = z.array(inboundRow).parse(rows)
  return knownIn(found ?? null)
}

/** The callback gave up on the turn and stored its message: this turn must not count, it is taken again. */
export class StoredMeanwhile extends Error {}
