import { z } from 'zod'
import type { PhoneItem } from '../../src/simulator/fake-wecom/index.ts'

/** What differs in every run. */
const LINK_TOKEN = /\/[\w-]{43}(?![\w-])/g

const titled = z.object({ text: z.string() })
/** What a transcript shows of a template card (doc 90236). */
const face = z.object({
  main_title: z.object({ title: z.string(), desc: z.string().optional() }).optional(),
  sub_title_text: z.string().optional(),
  horizontal_content_list: z
    .array(z.object({ keyname: z.string(), value: z.string() }))
    .default([]),
  button_selection: z
    .object({ option_list: z.array(titled.extend({ id: z.string() })) })
    .optional(),
  checkbox: z.object({ option_list: z.array(titled.extend({ id: z.string() })) }).optional(),
  button_list: z.array(titled.extend({ key: z.string() })).default([]),
  submit_button: titled.extend({ key: z.string() }).optional(),
})

/** A card as a transcript needs it: its text, and what can be tapped and marked on it. */
export interface ShownCard {
  readonly text: string
  readonly buttons: readonly { readonly key: string; readonly text: string }[]
  readonly options: readonly { readonly id: string; readonly text: string }[]
}

/** Reads a card off a phone. */
export function shownCard(card: unknown): ShownCard {
  const shown = face.parse(card)
  const options = [
    ...(shown.button_selection?.option_list ?? []),
    ...(shown.checkbox?.option_list ?? []),
  ]
  const buttons = [...shown.button_list, ...(shown.submit_button ? [shown.submit_button] : [])]
  const lines = [
    shown.main_title?.title,
    shown.main_title?.desc,
    shown.sub_title_text,
    ...shown.horizontal_content_list.map(({ keyname, value }) => `${keyname}　${value}`),
    ...options.map(({ text }) => text),
    buttons.map(({ text }) => `[${text}]`).join(' '),
  ]
  return { text: lines.filter((line) => line).join('\n'), buttons, options }
}

/** A question of 微信客服: what it says, what can be tapped in brackets, what can be opened with its address. */
function menuWords({ text, choices, tail }: Extract<PhoneItem, { kind: 'menu' }>): string {
  const lines = choices.map(({ label, id, url }) =>
    url ? `${label} ${url.replace(LINK_TOKEN, '/…')}` : id ? `[${label}]` : label,
  )
  return [text, ...lines, tail].filter((line) => line !== '').join('\n')
}

/** What the app put on a phone, as a transcript writes it: without blank lines; undefined for the member's own. */
export function phoneWords(item: PhoneItem): string | undefined {
  if (item.from === 'member') return undefined
  const text =
    item.kind === 'card'
      ? shownCard(item.card).text
      : item.kind === 'menu'
        ? menuWords(item)
        : item.text.replace(LINK_TOKEN, '/…')
  return text.replace(/\n{2,}/g, '\n').trim()
}
