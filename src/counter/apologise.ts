import type { Tx } from '../db/index.ts'
import { noteOwnMessage } from './customer.ts'
import { markDone, type WaitingMessage } from './inbox.ts'
import { menued } from './menus.ts'
import { enqueueKf } from './outbox.ts'
import type { CounterParts } from './parts.ts'
import { wording } from './wording.ts'

/**
 * Instead of a turn that cannot be taken, in a transaction of its own: nothing is done, who wrote is told so, and the
 * message is over, lest it be tried for ever. Nothing of the customer's memory is read: it may be what is wrong.
 */
export async function apologise(
  { dialogues, entropy }: CounterParts,
  tx: Tx,
  { msgid, customerId, body, sentAt }: WaitingMessage,
  at: Date,
): Promise<void> {
  if (!(await markDone(tx, msgid)) || body.kind !== 'text') return
  await noteOwnMessage(tx, customerId, sentAt)
  const reply = { text: dialogues.common.faults['not-recorded'], buttons: [] }
  const { bodies } = menued(reply, 0, wording.say('short'))
  const pushes = bodies.map((said, n) => ({
    customerId,
    body: said,
    dedupeKey: `kf:${msgid}/${n}`,
  }))
  await enqueueKf(tx, pushes, { entropy, at })
}
