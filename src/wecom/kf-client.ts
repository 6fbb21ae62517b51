import { z } from 'zod'
import { byteLength, OfficeError } from '../base/index.ts'
import type { Failure } from './errors.ts'
import type { JsonAnswer, Unknown } from './exchange.ts'
import { type KfItem, readKfItem } from './kf-items.ts'
import { TEXT_BYTES } from './limits.ts'

/** What can be said to a customer: a text, or a question with things to tap. */
export type KfBody =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | {
      readonly msgtype: 'msgmenu'
      readonly msgmenu: {
        readonly head_content: string
        readonly list: readonly KfChoice[]
        readonly tail_content?: string
      }
    }

/** A line of a menu: its id comes back as `menuId` of a text, or it opens a page. */
export type KfChoice =
  | {
      readonly type: 'click'
      readonly click: { readonly id: string; readonly content: string }
    }
  | { readonly type: 'view'; readonly view: { readonly url: string; readonly content: string } }

/** Bytes and counts of a menu (doc 94677). */
export const KF_LIMITS = { head: 1024, content: 128, id: 128, choices: 10, msgid: 32 } as const

/** One page of what customers did. */
export interface KfPage {
  readonly kind: 'page'
  readonly items: readonly KfItem[]
  readonly nextCursor: string
  readonly more: boolean
}

/** The calls of 微信客服 (docs 94670, 94677, 95122, 94665). A message that was taken need not arrive: see `send-failed`. */
export interface KfClient {
  /** What happened after `cursor`; without one, of the last three days. `token` is that of the callback, good for 10 minutes. */
  sync(asked: {
    readonly openKfId: string
    readonly cursor?: string
    readonly token?: string
  }): Promise<KfPage | Failure | Unknown>
  /** Within 48 hours and five messages of the customer's own last one. `msgid` names the message once for ever. */
  send(message: {
    readonly openKfId: string
    readonly customer: string
    readonly msgid: string
    readonly body: KfBody
  }): Promise<{ readonly kind: 'sent' } | Failure | Unknown>
  /** Answers an event with its code: once, within 20 seconds of somebody entering. */
  sendOnEvent(message: {
    readonly code: string
    readonly msgid: string
    readonly body: KfBody
  }): Promise<{ readonly kind: 'sent' } | Failure | Unknown>
  /** The link, or QR, to the account; `scene` comes back with who enters by it. */
  contactWay(asked: {
    readonly openKfId: string
    readonly scene: string
  }): Promise<{ readonly kind: 'way'; readonly url: string } | Failure | Unknown>
}

type Post = (path: string, json: string) => Promise<JsonAnswer | Failure | Unknown>

const pageSchema = z.object({
  next_cursor: z.string().catch(''),
  has_more: z.number().catch(0),
  msg_list: z.array(z.unknown()).catch([]),
})
const waySchema = z.object({ url: z.url() })
const MSGID = /^[0-9A-Za-z_-]{1,32}$/
const PAGE = 1000

/** Throws `wecom.message-over-limit` for what WeCom would refuse. */
function checked(body: KfBody, msgid: string): KfBody {
  const sizes =
    body.msgtype === 'text'
      ? [[body.text.content, TEXT_BYTES] as const]
      : [
          [body.msgmenu.head_content, KF_LIMITS.head] as const,
          ...body.msgmenu.list.map((choice) =>
            choice.type === 'click'
              ? ([choice.click.content, KF_LIMITS.content] as const)
              : ([choice.view.content, KF_LIMITS.head] as const),
          ),
        ]
  const over = sizes.find(([text, limit]) => text === '' || byteLength(text) > limit)
  const tooMany = body.msgtype === 'msgmenu' && body.msgmenu.list.length > KF_LIMITS.choices
  if (over || tooMany || !MSGID.test(msgid))
    throw new OfficeError('wecom.message-over-limit', { bytes: byteLength(over?.[0] ?? '') })
  return body
}

/** The calls, over the app's own token. */
export function createKfClient(post: Post): KfClient {
  const sent = async (path: string, message: object) => {
    const answer = await post(path, JSON.stringify(message))
    return answer.kind === 'json' ? ({ kind: 'sent' } as const) : answer
  }
  return {
    async sync({ openKfId, cursor, token }) {
      const asked = {
        ...(cursor && { cursor }),
        ...(token && { token }),
        limit: PAGE,
        voice_format: 0,
        open_kfid: openKfId,
      }
      const answer = await post('kf/sync_msg', JSON.stringify(asked))
      if (answer.kind !== 'json') return answer
      const { next_cursor, has_more, msg_list } = pageSchema.parse(answer.body)
      return {
        kind: 'page',
        items: msg_list.flatMap((item) => readKfItem(item) ?? []),
        nextCursor: next_cursor,
        more: has_more === 1,
      }
    },
    send: ({ openKfId, customer, msgid, body }) =>
      sent('kf/send_msg', {
        touser: customer,
        open_kfid: openKfId,
        msgid,
        ...checked(body, msgid),
      }),
    sendOnEvent: ({ code, msgid, body }) =>
      sent('kf/send_msg_on_event', { code, msgid, ...checked(body, msgid) }),
    async contactWay({ openKfId, scene }) {
      const answer = await post(
        'kf/add_contact_way',
        JSON.stringify({ open_kfid: openKfId, scene }),
      )
      if (answer.kind !== 'json') return answer
      const way = waySchema.safeParse(answer.body)
      return way.success
        ? { kind: 'way', url: way.data.url }
        : { kind: 'unknown', reason: 'not-an-answer', retryAfterMs: 10_000 }
    },
  }
}

/** The link with a parameter that comes back with whoever enters by it; nothing else of it may be touched (doc 94665). */
export function withSceneParam(url: string, parameter: string): string {
  return `${url}&scene_param=${encodeURIComponent(parameter)}`
}
