import type { ModelTx } from '../db/index.ts'

/**
 * Whether nobody has used the office yet: no event, visit or conversation by a person. Reminders that were
 * sent by themselves are no use of it.
 */
export async function isUntouched(tx: ModelTx): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ touched: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "LedgerEvent" WHERE "source" <> 'DEMO')
      OR EXISTS (SELECT 1 FROM "EventVoid")
      OR EXISTS (SELECT 1 FROM "Visit")
      OR EXISTS (SELECT 1 FROM "Draft")
      OR EXISTS (SELECT 1 FROM "Referral")
      OR EXISTS (SELECT 1 FROM "Invitation" WHERE "usedOn" IS NOT NULL) AS touched`
  return found?.touched === false
}
