import { byteLength, type Entropy } from '../base/index.ts'
import type { Reply } from '../dialogue/index.ts'
import type { NewPush, PushBody } from '../notify/index.ts'
import {
  foreignText,
  type Inbound,
  type MessageBody,
  TEXT_BYTES,
  textMessages,
} from '../wecom/index.ts'
import { type CardWords, replyMessages } from './reply-card.ts'

/** Whether the reply can stand in the callback's own response: one text, no buttons, 2,048 bytes at most. */
export function fitsPassively(reply: Reply): boolean {
  return (
    reply.buttons.length === 0 &&
    !reply.options?.length &&
    byteLength(foreignText(reply.text)) <= TEXT_BYTES
  )
}

/** A reply as messages to be sent; `taskId` is set when one of them is a card. */
export interface ActiveReply {
  readonly taskId?: string
  readonly bodies: readonly MessageBody[]
}

/** The reply as active messages. A card gets a fresh task_id: WeCom takes each only once. */
export function activeReply(entropy: Entropy, reply: Reply, words: CardWords): ActiveReply {
  const safe = { ...reply, text: foreignText(reply.text) }
  if (reply.buttons.length === 0 && !reply.options?.length)
    return { bodies: textMessages(safe.text) }
  const taskId = `c_${entropy.bytes(12).toString('hex')}`
  return { taskId, bodies: replyMessages(safe, taskId, words) }
}

/** A push of the chat: it belongs to that message, and is stored once however often the message comes. */
export function chatPush(inbound: Inbound, part: string, body: MessageBody | PushBody): NewPush {
  return {
    kind: 'SEND',
    queue: 'chat',
    userid: inbound.userId,
    template: 'reply',
    version: 1,
    // Cards are built of plain JSON values only; TypeScript sees `unknown` in them.
    body: body as PushBody,
    reasons: [],
    dedupeKey: `${inbound.dedupeKey}/${part}`,
  }
}
