import { z } from 'zod'
import { elementText, parseXml } from './xml.ts'

/** WeCom says that something happened at an account; what, is to be fetched (doc 94670). */
export interface KfNotice {
  readonly openKfId: string
  /** For `sync`, good for 10 minutes. */
  readonly token: string
}

/** Something that happened at an account, as `sync` tells it. `customer` is the external_userid. */
export type KfItem = {
  readonly msgid: string
  readonly at: Date
} & (
  | {
      readonly kind: 'text'
      readonly customer: string
      readonly text: string
      /** The id of the menu's line that was tapped. */
      readonly menuId?: string
    }
  /** A message that is no text: image, voice, file … */
  | { readonly kind: 'unreadable'; readonly customer: string; readonly type: string }
  /** Somebody came in by the account's link. */
  | {
      readonly kind: 'entered'
      readonly customer: string
      readonly scene: string
      readonly sceneParam: string
      /** Good for one message within 20 seconds; absent where a greeting is not due. */
      readonly welcomeCode?: string
    }
  /** A message that was taken did not arrive after all. */
  | {
      readonly kind: 'send-failed'
      readonly customer: string
      readonly failedMsgid: string
      /** WeCom's number for why (doc 94670): 4 over 48 hours, 6 over five messages … */
      readonly failType: number
    }
  /** Nothing for us: a servicer's message, a change of state. */
  | { readonly kind: 'other' }
)

const head = z.object({
  msgid: z.string().min(1).max(128),
  send_time: z.number().int().nonnegative(),
  origin: z.number().int(),
  msgtype: z.string(),
  external_userid: z.string().max(128).optional(),
})
const textBody = z.object({
  text: z.object({ content: z.string(), menu_id: z.string().optional() }),
})
const party = z.string().min(1).max(128)
const enterBody = z.object({
  event: z.object({
    event_type: z.literal('enter_session'),
    external_userid: party,
    scene: z.string().catch(''),
    scene_param: z.string().catch(''),
    welcome_code: z.string().optional().catch(undefined),
  }),
})
const failBody = z.object({
  event: z.object({
    event_type: z.literal('msg_send_fail'),
    external_userid: party,
    fail_msgid: z.string(),
    fail_type: z.number().int().catch(0),
  }),
})

/** The customer's own messages (doc 94670, origin). */
const CUSTOMER = 3

/** It is not said whether the parameter comes back encoded or as it was: both are understood. */
function plainParam(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** One entry of `msg_list`; undefined for what has no msgid or time. */
export function readKfItem(value: unknown): KfItem | undefined {
  const read = head.safeParse(value)
  if (!read.success) return undefined
  const { msgid, send_time, origin, msgtype, external_userid: customer } = read.data
  const common = { msgid, at: new Date(send_time * 1000) }
  const entered = enterBody.safeParse(value).data?.event
  if (entered)
    return {
      ...common,
      kind: 'entered',
      customer: entered.external_userid,
      scene: entered.scene,
      sceneParam: plainParam(entered.scene_param),
      ...(entered.welcome_code && { welcomeCode: entered.welcome_code }),
    }
  const failed = failBody.safeParse(value).data?.event
  if (failed)
    return {
      ...common,
      kind: 'send-failed',
      customer: failed.external_userid,
      failedMsgid: failed.fail_msgid,
      failType: failed.fail_type,
    }
  if (origin !== CUSTOMER || !customer) return { ...common, kind: 'other' }
  const text = textBody.safeParse(value).data?.text
  if (msgtype === 'text' && text)
    return {
      ...common,
      kind: 'text',
      customer,
      text: text.content,
      ...(text.menu_id && { menuId: text.menu_id }),
    }
  return { ...common, kind: 'unreadable', customer, type: msgtype.slice(0, 32) }
}

const noticeSchema = z.object({
  msgtype: elementText.pipe(z.string().regex(/^event$/i)),
  event: elementText.pipe(z.literal('kf_msg_or_event')),
  openkfid: elementText.pipe(z.string().min(1).max(64)),
  token: elementText.optional().default(''),
})

/** Reads a decrypted callback as a notice of 微信客服; undefined for anything else. It names no sender and no app. */
export function readKfNotice(xml: string): KfNotice | undefined {
  const read = noticeSchema.safeParse(parseXml(xml))
  return read.success ? { openKfId: read.data.openkfid, token: read.data.token } : undefined
}
