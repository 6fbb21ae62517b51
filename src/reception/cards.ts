import type { Tx } from '../db/index.ts'
import type { Reply } from '../dialogue/index.ts'

/** Stores a card that is about to be sent, and closes the earlier ones of the person's conversation. */
export async function storeCard(
  tx: Tx,
  card: { readonly taskId: string; readonly userid: string; readonly reply: Reply },
  at: Date,
): Promise<void> {
  const { taskId, userid, reply } = card
  const labels = Object.fromEntries(reply.buttons.map(({ key, label }) => [key, label]))
  await tx.$executeRaw`
    WITH closed AS (
      UPDATE "Card" SET "closedAt" = ${at} WHERE "userid" = ${userid} AND "closedAt" IS NULL AND "draftId" IS NOT NULL)
    INSERT INTO "Card" ("taskId", "userid", "draftId", "body", "createdAt")
    VALUES (${taskId}, ${userid}, ${reply.draftId ?? null}, ${JSON.stringify({ labels })}::jsonb, ${at})`
}

/** Closes the person's open conversation cards: a tap on one of them is stale from now on. */
export async function closeCards(tx: Tx, userid: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Card" SET "closedAt" = ${at} WHERE "userid" = ${userid} AND "closedAt" IS NULL AND "draftId" IS NOT NULL`
}
