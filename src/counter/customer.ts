import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import { type Memory, memoryIn } from './memory.ts'

/** A person who writes from 微信, as the database knows her. */
export interface Customer {
  readonly id: number
  readonly openKfId: string
  readonly externalUserid: string
  readonly lastOwnAt: Date | null
  readonly offeredAt: Date | null
  readonly memory: Memory
}

const Row = z.object({
  id: z.number(),
  openKfId: z.string(),
  externalUserid: z.string(),
  lastOwnAt: z.date().nullable(),
  offeredAt: z.date().nullable(),
  memory: z.unknown().transform(memoryIn),
})

/** The customer, held by this transaction: nobody else acts for her meanwhile. */
export async function holdCustomer(tx: Tx, id: number): Promise<Customer | undefined> {
  return z.array(Row).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT "id", "openKfId", "externalUserid", "lastOwnAt", "offeredAt", "memory"
      FROM "KfCustomer" WHERE "id" = ${id}::int FOR UPDATE`,
  )[0]
}

/** She wrote: from here 48 hours and five messages are ours. A message that comes late opens nothing anew. */
export async function noteOwnMessage(tx: Tx, id: number, sentAt: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "KfCustomer" SET "lastOwnAt" = ${sentAt}::timestamptz, "sentSince" = 0
    WHERE "id" = ${id}::int AND ("lastOwnAt" IS NULL OR "lastOwnAt" <= ${sentAt}::timestamptz)`
}

/** What is remembered of the conversation from now on. */
export async function keepMemory(
  tx: Tx,
  id: number,
  { memory, offeredAt }: Pick<Customer, 'memory' | 'offeredAt'>,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "KfCustomer" SET "memory" = ${JSON.stringify(memory)}::jsonb, "offeredAt" = ${offeredAt}::timestamptz
    WHERE "id" = ${id}::int`
}
