import { z } from 'zod'

// What WeCom takes of an app at 微信客服 (docs 94670, 94677, 95122), read from the document and not from our own client.

const bytes = (max: number, least = 1) =>
  z
    .string()
    .min(least)
    .refine((text) => Buffer.byteLength(text) <= max, `over ${max} bytes`)

const line = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('click'),
    click: z.strictObject({
      id: bytes(128).regex(/^[a-zA-Z0-9_]*$/),
      content: bytes(128),
    }),
  }),
  z.strictObject({
    type: z.literal('view'),
    view: z.strictObject({ url: bytes(2048).regex(/^https?:\/\//), content: bytes(1024) }),
  }),
  z.strictObject({
    type: z.literal('text'),
    text: z.strictObject({ content: bytes(256), no_newline: z.literal([0, 1]).optional() }),
  }),
])
const menu = z.strictObject({
  head_content: bytes(1024, 0).optional(),
  list: z
    .array(line)
    .max(50)
    .refine((list) => list.filter(({ type }) => type !== 'text').length <= 10, 'over 10 items'),
  tail_content: bytes(1024, 0).optional(),
})
const content = [
  z.looseObject({
    msgtype: z.literal('text'),
    text: z.strictObject({ content: bytes(2048) }),
  }),
  z.looseObject({ msgtype: z.literal('msgmenu'), msgmenu: menu }),
] as const
const msgid = z
  .string()
  .regex(/^[0-9a-zA-Z_-]{0,32}$/)
  .optional()

/** kf/sync_msg. `open_kfid` is demanded, as WeCom does of late. */
export const syncRequest = z.strictObject({
  cursor: bytes(64, 0).optional(),
  token: bytes(128, 0).optional(),
  limit: z.number().int().min(1).max(1000).default(1000),
  voice_format: z.literal([0, 1]).optional(),
  open_kfid: z.string().min(1),
})

/** kf/send_msg. */
export const sendRequest = z
  .looseObject({ touser: z.string().min(1), open_kfid: z.string().min(1), msgid })
  .and(z.discriminatedUnion('msgtype', content))

/** kf/send_msg_on_event. */
export const eventRequest = z
  .looseObject({ code: z.string().min(1), msgid })
  .and(z.discriminatedUnion('msgtype', content))

/** kf/add_contact_way. */
export const wayRequest = z.strictObject({
  open_kfid: z.string().min(1),
  scene: z
    .string()
    .regex(/^[0-9a-zA-Z_-]{0,32}$/)
    .optional(),
})

/** What is said to a customer. */
export type KfContent = z.infer<(typeof content)[0]> | z.infer<(typeof content)[1]>
