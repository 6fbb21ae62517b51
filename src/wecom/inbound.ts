import { createHash } from 'node:crypto'
import { z } from 'zod'
import { elementList, elementText, parseXml } from './xml.ts'

/** What every message and event carries (doc 90239). */
export interface InboundHead {
  readonly corpId: string
  /** The sender as WeCom wrote it, for showing. */
  readonly userId: string
  /** The sender in lower case, for comparing: WeCom answers in lower case whatever was sent. */
  readonly userKey: string
  /** When it was sent; whole seconds. */
  readonly createTime: Date
  readonly agentId: string
  /** The same for every delivery of one message, different for any two messages. At most 260 characters. */
  readonly dedupeKey: string
}

/** A chosen answer of a card: the question and the options. */
export interface SelectedItem {
  readonly questionKey: string
  readonly optionIds: readonly string[]
}

/** What a message is; kinds are WeCom's own words (docs 90239, 90240). */
export type InboundBody =
  | { readonly kind: 'text'; readonly content: string }
  | { readonly kind: 'image' | 'voice' | 'video' | 'file'; readonly mediaId: string }
  | { readonly kind: 'location'; readonly label: string }
  | { readonly kind: 'link'; readonly title: string; readonly url: string }
  | { readonly kind: 'enter_agent' | 'subscribe' | 'unsubscribe' }
  | { readonly kind: 'click'; readonly eventKey: string }
  | {
      readonly kind: 'template_card_event'
      readonly eventKey: string
      readonly taskId: string
      readonly cardType: string
      /** Valid 72 hours, for one update (doc 90240). */
      readonly responseCode: string
      readonly selectedItems: readonly SelectedItem[]
    }
  /** Well-formed, and nothing we know: to be answered with 200 and an empty body. */
  | { readonly kind: 'unknown'; readonly type: string }

/** A message or an event from a member. */
export type Inbound = InboundHead & InboundBody

const headSchema = z.object({
  tousername: elementText,
  // A longer one is no userid of WeCom (1–64 bytes), and would not fit an index.
  fromusername: elementText.pipe(z.string().min(1).max(64)),
  createtime: elementText.pipe(z.string().regex(/^\d{1,10}$/)),
  msgtype: elementText.pipe(z.string().min(1)),
  agentid: elementText.optional(),
  msgid: elementText.optional(),
  event: elementText.optional(),
})

const optional = elementText.optional().default('')
const selectedSchema = z.object({
  questionkey: elementText,
  optionids: z.preprocess(
    (value) => elementList(value),
    z.array(
      z.object({ optionid: z.preprocess((value) => elementList(value), z.array(elementText)) }),
    ),
  ),
})
const media = z.object({ mediaid: elementText.pipe(z.string().min(1)) })

/** How the rest of each known message is read. A body that does not fit is `unknown`, never an error. */
const bodies: ReadonlyMap<string, z.ZodType<InboundBody>> = new Map<string, z.ZodType<InboundBody>>(
  Object.entries({
    text: z
      .object({ content: elementText })
      .transform(({ content }) => ({ kind: 'text', content })),
    image: media.transform(({ mediaid }) => ({ kind: 'image', mediaId: mediaid })),
    voice: media.transform(({ mediaid }) => ({ kind: 'voice', mediaId: mediaid })),
    video: media.transform(({ mediaid }) => ({ kind: 'video', mediaId: mediaid })),
    file: media.transform(({ mediaid }) => ({ kind: 'file', mediaId: mediaid })),
    location: z.object({ label: optional }).transform(({ label }) => ({ kind: 'location', label })),
    link: z
      .object({ title: optional, url: optional })
      .transform(({ title, url }) => ({ kind: 'link', title, url })),
    'event:enter_agent': z.object({}).transform(() => ({ kind: 'enter_agent' })),
    'event:subscribe': z.object({}).transform(() => ({ kind: 'subscribe' })),
    'event:unsubscribe': z.object({}).transform(() => ({ kind: 'unsubscribe' })),
    'event:click': z
      .object({ eventkey: elementText })
      .transform(({ eventkey }) => ({ kind: 'click', eventKey: eventkey })),
    'event:template_card_event': z
      .object({
        eventkey: elementText,
        taskid: elementText,
        cardtype: optional,
        responsecode: optional,
        selecteditems: z
          .preprocess(
            (value) => elementList(value),
            z.array(
              z.object({
                selecteditem: z.preprocess((value) => elementList(value), z.array(selectedSchema)),
              }),
            ),
          )
          .default([]),
      })
      .transform((card) => ({
        kind: 'template_card_event',
        eventKey: card.eventkey,
        taskId: card.taskid,
        cardType: card.cardtype,
        responseCode: card.responsecode,
        selectedItems: card.selecteditems
          .flatMap((items) => items.selecteditem)
          .map((item) => ({
            questionKey: item.questionkey,
            optionIds: item.optionids.flatMap((ids) => ids.optionid),
          })),
      })),
  }),
)

/**
 * Reads a decrypted callback. Undefined when it is not XML, or names no sender, time or type:
 * something else than a message inside a valid envelope.
 */
export function readInbound(xml: string): Inbound | undefined {
  const elements = parseXml(xml)
  const parsed = headSchema.safeParse(elements)
  if (!parsed.success) return undefined
  const head = parsed.data
  const event = head.msgtype.toLowerCase() === 'event' ? `:${head.event ?? ''}` : ''
  const type = `${head.msgtype}${event}`.toLowerCase()
  const body = bodies.get(type)?.safeParse(elements)
  return {
    corpId: head.tousername,
    userId: head.fromusername,
    userKey: head.fromusername.toLowerCase(),
    createTime: new Date(Number(head.createtime) * 1000),
    agentId: head.agentid ?? '',
    dedupeKey: dedupeKeyOf(head, xml),
    ...(body?.success ? body.data : { kind: 'unknown', type: type.slice(0, 64) }),
  }
}

/**
 * Messages are known by their MsgId; events have none, and sender + second, which WeCom proposes
 * (doc 90238), is too weak: two taps in one second would be one. A re-sent event has the same
 * plaintext, though another ciphertext.
 */
function dedupeKeyOf(head: z.infer<typeof headSchema>, xml: string): string {
  const { msgid, tousername, agentid, fromusername } = head
  const key = `${tousername}:${agentid ?? ''}:${msgid ?? ''}:${fromusername.toLowerCase()}`
  return msgid && key.length <= 200 ? key : createHash('sha1').update(xml).digest('hex')
}
