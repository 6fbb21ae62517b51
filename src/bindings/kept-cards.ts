import type { Tx } from '../db/index.ts'
import type { Json } from '../dialogue/index.ts'

/** A card that is about to be sent, with what a tap on it needs to know. */
export interface KeptCard {
  readonly taskId: string
  /** In lower case. */
  readonly userid: string
  readonly remembered: {
    readonly labels: Readonly<Record<string, string>>
    readonly about: Readonly<Record<string, Json>>
  }
}

/** Remembers what taps on these cards refer to, in the transaction that queues them. */
export async function keepCards(tx: Tx, cards: readonly KeptCard[], at: Date): Promise<void> {
  if (cards.length === 0) return
  const rows = JSON.stringify(
    cards.map(({ taskId, userid, remembered }) => ({ taskId, userid, body: remembered })),
  )
  await tx.$executeRaw`
    INSERT INTO "Card" ("taskId", "userid", "body", "createdAt")
    SELECT n."taskId", n.userid, n.body, ${at}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb) AS n("taskId" text, userid text, body jsonb)`
}
