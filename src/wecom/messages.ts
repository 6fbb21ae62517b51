import { byteLength, OfficeError, splitBytes } from '../base/index.ts'
import type { TemplateCard } from './cards.ts'
import {
  DUPLICATE_CHECK_SECONDS,
  PUSHED_TEXT_BYTES,
  RECEIVERS,
  TEXT_BYTES,
  USER_ID,
} from './limits.ts'

/** The content of an outgoing message, as message/send takes it (doc 90236). */
export type MessageBody =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'markdown'; readonly markdown: { readonly content: string } }
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard }

/** A message with its receivers. */
export interface SendRequest {
  readonly to: readonly string[]
  readonly body: MessageBody
  /**
   * WeCom suppresses an identical request within so many seconds. Ask for it where a repeat must never
   * arrive twice; leave it out in a chat, where the same short answer may rightly come twice.
   */
  readonly duplicateCheckSeconds?: number
}

function checked(content: string): string {
  if (content.trim() === '') throw new OfficeError('wecom.empty-message')
  const bytes = byteLength(content)
  if (bytes > TEXT_BYTES) throw new OfficeError('wecom.message-over-limit', { bytes })
  return content
}

/** One text message. Throws `wecom.empty-message` or `wecom.message-over-limit` (2,048 bytes). */
export function textMessage(content: string): MessageBody {
  return { msgtype: 'text', text: { content: checked(content) } }
}

/** A text of any length as the fewest messages, in order, broken at line ends where possible, each with room for the number of a repeated one. */
export function textMessages(content: string): MessageBody[] {
  return splitBytes(content, PUSHED_TEXT_BYTES)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map(textMessage)
}

/** One markdown message; shown in 企业微信 only, not in 微信. Throws as textMessage. */
export function markdownMessage(content: string): MessageBody {
  return { msgtype: 'markdown', markdown: { content: checked(content) } }
}

/** A card as a message. */
export function cardMessage(card: TemplateCard): MessageBody {
  return { msgtype: 'template_card', template_card: card }
}

/**
 * The request's JSON. The same request always gives the same bytes: WeCom recognises a repeat by them.
 * Throws `wecom.bad-receiver` for an id that is none — `@all` and a `|` would reach others.
 */
export function requestJson(request: SendRequest, agentId: string): string {
  const { to, body, duplicateCheckSeconds: seconds = 0 } = request
  if (to.length === 0 || to.length > RECEIVERS || !to.every((id) => USER_ID.test(id))) {
    throw new OfficeError('wecom.bad-receiver', { count: to.length })
  }
  const duplicate = {
    enable_duplicate_check: 1,
    duplicate_check_interval: Math.min(seconds, DUPLICATE_CHECK_SECONDS),
  }
  return JSON.stringify({
    touser: to.join('|'),
    agentid: Number(agentId),
    ...body,
    ...(seconds > 0 ? duplicate : {}),
  })
}
