import { z } from 'zod'
import { isDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { Paid } from './late-interest.ts'

const Row = z.object({
  lotId: z.number(),
  day: z.string().refine(isDay),
  amount: z.bigint().nullable(),
})

/** The payments of these lots as known at an instant, without those that their receiver contradicted for good. */
export async function paymentsAt(
  tx: Tx,
  lotIds: readonly number[],
  at: Date,
): Promise<Map<number, Paid[]>> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT e."lotId", e."day", e."amount" FROM "LedgerEvent" e
    LEFT JOIN "EventVoid" x ON x."eventId" = e."id"
    LEFT JOIN "Dispute" p ON p."eventId" = e."id"
    WHERE e."lotId" = ANY(${[...lotIds]}::int[]) AND e."kind" = 'PAID' AND e."recordedAt" <= ${at}::timestamptz
      AND (x."at" IS NULL OR x."at" > ${at}::timestamptz)
      AND (p."unsettledAt" IS NULL OR p."unsettledAt" > ${at}::timestamptz OR p."closedAt" <= ${at}::timestamptz)`
  const byLot = new Map<number, Paid[]>()
  for (const { lotId, ...paid } of z.array(Row).parse(rows))
    byLot.set(lotId, [...(byLot.get(lotId) ?? []), paid])
  return byLot
}
