import { byteLength, clipCharacters, OfficeError } from '../base/index.ts'
import { CARD_BYTES, CARD_CHARACTERS, CARD_COUNTS, TASK_ID } from './limits.ts'

/** A template card as WeCom takes it (doc 90236); only the builders below make one. */
export type TemplateCard = Readonly<Record<string, unknown>> & {
  readonly card_type:
    | 'text_notice'
    | 'button_interaction'
    | 'vote_interaction'
    | 'multiple_interaction'
  readonly task_id?: string
}

/** A line of a card: name (5 characters are shown) and value (30), or a link behind the value. */
export interface CardRow {
  readonly name: string
  readonly value: string
  readonly url?: string
}

/** A button: its text (10 characters are shown), the key that comes back, and how it looks. */
export interface CardButton {
  readonly text: string
  readonly key: string
  /** 1 filled blue, 2 plain blue, 3 red, 4 grey (doc 90236). */
  readonly style?: 1 | 2 | 3 | 4
}

/** An answer that can be chosen: the id comes back, the text is shown. */
export interface CardOption {
  readonly id: string
  readonly text: string
}

/** A question with its possible answers. */
export interface CardSelect {
  readonly key: string
  readonly title: string
  readonly options: readonly CardOption[]
  readonly selectedId?: string
}

/** What all cards have. */
export interface CardHead {
  readonly title: string
  readonly description?: string
  /** Who is speaking, in small type above the title. */
  readonly source?: string
}

const clip = (text: string, limit: keyof typeof CARD_CHARACTERS): string =>
  clipCharacters(text, CARD_CHARACTERS[limit])

function refuse(field: string): never {
  throw new OfficeError('wecom.card-over-limit', { field })
}

function counted<T>(list: readonly T[], field: keyof typeof CARD_COUNTS, least = 1): readonly T[] {
  return list.length < least || list.length > CARD_COUNTS[field] ? refuse(field) : list
}

function sized(text: string, field: keyof typeof CARD_BYTES): string {
  return text === '' || byteLength(text) > CARD_BYTES[field] ? refuse(field) : text
}

function unique(keys: readonly string[], field: string): void {
  if (new Set(keys).size !== keys.length) refuse(field)
}

const taskId = (id: string): string => (TASK_ID.test(id) ? id : refuse('taskId'))

const head = ({ title, description, source }: CardHead, titleLimit: 'title' | 'voteTitle') => ({
  ...(source === undefined ? {} : { source: { desc: clip(source, 'source'), desc_color: 0 } }),
  main_title: {
    title: clip(title, titleLimit),
    ...(description === undefined ? {} : { desc: clip(description, 'description') }),
  },
})

const body = (text: string | undefined, rows: readonly CardRow[]) => ({
  ...(text === undefined ? {} : { sub_title_text: clip(text, 'text') }),
  ...(rows.length === 0
    ? {}
    : {
        horizontal_content_list: counted(rows, 'rows').map(({ name, value, url }) => ({
          ...(url === undefined ? {} : { type: 1, url: sized(url, 'url') }),
          keyname: clip(name, 'rowName'),
          value: clip(value, 'rowValue'),
        })),
      }),
})

const options = (
  list: readonly CardOption[],
  count: 'options' | 'votes',
  text: 'option' | 'vote',
) => {
  unique(
    list.map((option) => option.id),
    count,
  )
  return counted(list, count).map((option) => ({
    id: sized(option.id, 'optionId'),
    text: clip(option.text, text),
  }))
}

const select = ({ key, title, options: list, selectedId }: CardSelect) => ({
  question_key: sized(key, 'key'),
  title: clip(title, 'selectTitle'),
  option_list: options(list, 'options', 'option'),
  ...(selectedId === undefined ? {} : { selected_id: selectedId }),
})

const submit = ({ text, key }: CardButton) => ({
  text: clip(text, 'button'),
  key: sized(key, 'key'),
})

// Texts are clipped to what WeCom shows. What WeCom refuses — lists, keys, ids — throws
// OfficeError `wecom.card-over-limit` naming the field: cutting a key would change what a tap means.

/** A notice that leads to a page. */
export function noticeCard(
  card: CardHead & {
    readonly url: string
    readonly text?: string
    readonly rows?: readonly CardRow[]
    /** One large figure, 14 characters, and what it counts. */
    readonly emphasis?: { readonly figure: string; readonly note: string }
    readonly links?: readonly { readonly title: string; readonly url: string }[]
  },
): TemplateCard {
  const { emphasis, links = [] } = card
  return {
    card_type: 'text_notice',
    ...head(card, 'title'),
    ...(emphasis && {
      emphasis_content: {
        title: clip(emphasis.figure, 'emphasis'),
        desc: clip(emphasis.note, 'emphasisNote'),
      },
    }),
    ...body(card.text, card.rows ?? []),
    ...(links.length > 0 && {
      jump_list: counted(links, 'links').map((link) => ({
        type: 1,
        title: clip(link.title, 'link'),
        url: sized(link.url, 'url'),
      })),
    }),
    card_action: { type: 1, url: sized(card.url, 'url') },
  }
}

/** A card with one to six buttons and, if wanted, one question to choose from (at most 10 answers). */
export function buttonCard(
  card: CardHead & {
    /** New for every card: WeCom takes each only once. */
    readonly taskId: string
    readonly buttons: readonly CardButton[]
    readonly text?: string
    readonly rows?: readonly CardRow[]
    readonly select?: CardSelect
  },
): TemplateCard {
  unique(
    card.buttons.map((button) => button.key),
    'buttons',
  )
  return {
    card_type: 'button_interaction',
    ...head(card, 'title'),
    ...body(card.text, card.rows ?? []),
    task_id: taskId(card.taskId),
    ...(card.select && { button_selection: select(card.select) }),
    button_list: counted(card.buttons, 'buttons').map((button) => ({
      type: 0,
      ...submit(button),
      style: button.style ?? 1,
    })),
  }
}

/** A list of up to 20 answers, all in sight, one or several of which can be ticked. */
export function voteCard(
  card: CardHead & {
    readonly taskId: string
    readonly key: string
    readonly options: readonly CardOption[]
    readonly several?: boolean
    readonly submit: CardButton
  },
): TemplateCard {
  return {
    card_type: 'vote_interaction',
    ...head(card, 'voteTitle'),
    task_id: taskId(card.taskId),
    checkbox: {
      question_key: sized(card.key, 'key'),
      option_list: options(card.options, 'votes', 'vote').map((o) => ({ ...o, is_checked: false })),
      mode: card.several ? 1 : 0,
    },
    submit_button: submit(card.submit),
  }
}

/** Up to three questions with at most 10 answers each, sent together. */
export function selectCard(
  card: CardHead & {
    readonly taskId: string
    readonly selects: readonly CardSelect[]
    readonly submit: CardButton
  },
): TemplateCard {
  return {
    card_type: 'multiple_interaction',
    ...head(card, 'title'),
    task_id: taskId(card.taskId),
    select_list: counted(card.selects, 'selects').map(select),
    submit_button: submit(card.submit),
  }
}
