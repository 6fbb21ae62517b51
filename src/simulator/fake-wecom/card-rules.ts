import { z } from 'zod'

// What WeCom takes as a card (doc 90236), read from the document and not from our own builders, so that
// the two check each other. Stricter than WeCom in two ways: texts longer than it advises are refused
// (it would cut them), and so are fields it does not know (it would ignore a misspelt one).

const characters = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => [...text].length <= max, `over ${max} characters`)
const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= max, `over ${max} bytes`)
const link = bytes(2048).refine((text) => /^https?:\/\//.test(text), 'not http(s)')
const unique = <T>(keyOf: (item: T) => string) =>
  [(list: T[]) => new Set(list.map(keyOf)).size === list.length, 'a key occurs twice'] as const

const taskId = z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/)
const source = z.strictObject({
  icon_url: link.optional(),
  desc: characters(20).optional(),
  desc_color: z.literal([0, 1, 2, 3]).optional(),
})
const title = (titleMax: number, descMax: number) =>
  z.strictObject({
    title: characters(titleMax).optional(),
    desc: characters(descMax).optional(),
  })
const quote = z.strictObject({
  type: z.literal([0, 1]).optional(),
  url: link.optional(),
  title: z.string().optional(),
  quote_text: z.string().optional(),
})
const row = z.strictObject({
  type: z.literal([0, 1, 3]).optional(),
  keyname: characters(5),
  value: characters(30).optional(),
  url: link.optional(),
  userid: z.string().optional(),
})
const action = z.strictObject({ type: z.literal([0, 1]), url: link.optional() })
const menu = z.strictObject({
  desc: z.string().optional(),
  action_list: z
    .array(z.strictObject({ text: z.string().min(1), key: bytes(1024) }))
    .min(1)
    .max(3)
    .refine(...unique<{ key: string }>((item) => item.key)),
})
const option = (textMax: number) => z.strictObject({ id: bytes(128), text: characters(textMax) })
const optionList = z
  .array(option(16))
  .min(1)
  .max(10)
  .refine(...unique<{ id: string }>((item) => item.id))
const select = z.strictObject({
  question_key: bytes(1024),
  title: characters(16).optional(),
  option_list: optionList,
  selected_id: z.string().optional(),
  disable: z.boolean().optional(),
})
const submit = z.strictObject({ text: characters(10), key: bytes(1024) })
const common = {
  source: source.optional(),
  action_menu: menu.optional(),
  replace_text: z.string().optional(),
}
const lines = {
  quote_area: quote.optional(),
  sub_title_text: characters(160).optional(),
  horizontal_content_list: z.array(row).max(6).optional(),
}

/** A card as WeCom takes it. */
export const cardSchema = z.discriminatedUnion('card_type', [
  z.strictObject({
    card_type: z.literal('text_notice'),
    ...common,
    ...lines,
    main_title: title(36, 44).optional(),
    emphasis_content: title(14, 22).optional(),
    jump_list: z
      .array(z.strictObject({ type: z.literal([0, 1]), title: characters(18), url: link }))
      .max(3)
      .optional(),
    card_action: action.extend({ type: z.literal(1), url: link }),
    task_id: taskId.optional(),
  }),
  z.strictObject({
    card_type: z.literal('button_interaction'),
    ...common,
    ...lines,
    main_title: title(36, 44).extend({ title: characters(36) }),
    card_action: action.optional(),
    button_selection: select.optional(),
    button_list: z
      .array(
        z.strictObject({
          type: z.literal([0, 1]).optional(),
          text: characters(10),
          style: z.literal([1, 2, 3, 4]).optional(),
          key: bytes(1024),
        }),
      )
      .min(1)
      .max(6)
      .refine(...unique<{ key: string }>((item) => item.key)),
    task_id: taskId.optional(),
  }),
  z.strictObject({
    card_type: z.literal('vote_interaction'),
    ...common,
    main_title: title(16, 160).extend({ title: characters(16) }),
    checkbox: z.strictObject({
      question_key: bytes(1024),
      option_list: z
        .array(option(17).extend({ is_checked: z.boolean().optional() }))
        .min(1)
        .max(20)
        .refine(...unique<{ id: string }>((item) => item.id)),
      mode: z.literal([0, 1]).optional(),
      disable: z.boolean().optional(),
    }),
    submit_button: submit.optional(),
    task_id: taskId.optional(),
  }),
  z.strictObject({
    card_type: z.literal('multiple_interaction'),
    ...common,
    main_title: title(36, 160).extend({ title: characters(36) }),
    select_list: z.array(select).min(1).max(3),
    submit_button: submit.optional(),
    task_id: taskId.optional(),
  }),
])

/** A card as it was taken. */
export type FakeCard = z.infer<typeof cardSchema>

/** Whether a tap on the card reaches the app; such a card needs a task_id. */
export function canBeTapped(card: FakeCard): boolean {
  return card.card_type !== 'text_notice' || card.action_menu !== undefined
}

/** The keys a tap on the card can send. */
export function keysOf(card: FakeCard): string[] {
  const menuKeys = card.action_menu?.action_list.map((item) => item.key) ?? []
  switch (card.card_type) {
    case 'text_notice':
      return menuKeys
    case 'button_interaction':
      return [...card.button_list.map((button) => button.key), ...menuKeys]
    case 'vote_interaction':
    case 'multiple_interaction':
      return [...(card.submit_button ? [card.submit_button.key] : []), ...menuKeys]
  }
}
