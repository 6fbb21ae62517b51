import type { Tx } from '../db/index.ts'
import { HOLD_MS } from './hold.ts'
import type { TakenPush } from './push.ts'

/** A push taken for this process when it was stored, and not tried yet. */
export interface InHand {
  readonly push: TakenPush
  readonly since: Date
}

/** A try lasts 20 s at most (see Deliver), and must end before somebody else may take the push. */
const FRESH_MS = HOLD_MS - 22_000

/** Whether the push is still ours long enough for a try. A clock that was set back says no. */
export function isFresh({ since }: InHand, now: Date): boolean {
  const held = now.getTime() - since.getTime()
  return held >= 0 && held <= FRESH_MS
}

/** Lets go of pushes that were never tried, for whoever takes them next. */
export async function putBack(db: Tx, hand: readonly InHand[]): Promise<void> {
  const [first] = hand
  if (!first) return
  await db.$executeRaw`
    UPDATE "Push" SET attempts = attempts - 1, "triedAt" = NULL, "doubtFrom" = NULL
    WHERE id = ANY(${hand.map(({ push }) => push.id)}::bigint[]) AND status = 'QUEUED' AND attempts = 1`
}
