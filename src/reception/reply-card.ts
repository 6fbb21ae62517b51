import type { Reply } from '../dialogue/index.ts'
import {
  buttonCard,
  CARD_COUNTS,
  cardMessage,
  type MessageBody,
  type TemplateCard,
  textMessages,
  voteCard,
} from '../wecom/index.ts'

/** The question key that a card's options come back under. */
export const CHOICE = 'choice'
/** What WeCom shows of a card's text and of an option (doc 90236): what is longer is said in a text first. */
const SHOWN = { text: 160, option: 16, vote: 17 } as const

/** The messages of a reply that needs buttons: the card, and before it a text where the card would cut it. */
export function replyMessages(reply: Reply, taskId: string): MessageBody[] {
  const [title = '', ...rest] = reply.text.split('\n')
  const options = reply.options ?? []
  const shown = reply.many ? SHOWN.vote : SHOWN.option
  const long = options.some((option) => lengthOf(numbered(option)) > shown)
  const listed = long ? options.map((option) => numbered(option)) : []
  const text = [...rest, ...listed].join('\n').trim()
  const fits = lengthOf(text) <= SHOWN.text && lengthOf(title) <= 36
  const head = fits ? [] : textMessages([title, text].join('\n'))
  const card = reply.many
    ? tickCard(reply, taskId, title, text)
    : pressCard(reply, taskId, title, text)
  return [...head, cardMessage(card)]
}

const lengthOf = (text: string): number => [...text].length
const numbered = (option: { readonly number: number; readonly label: string }): string =>
  `${option.number}　${option.label}`

function pressCard(reply: Reply, taskId: string, title: string, text: string): TemplateCard {
  const options = reply.options ?? []
  return buttonCard({
    title,
    taskId,
    ...(text && { text }),
    buttons: reply.buttons
      .slice(0, CARD_COUNTS.buttons)
      .map(({ key, label, style }) => ({ key, text: label, ...(style && { style }) })),
    ...(options.length > 0 && {
      select: {
        key: CHOICE,
        title: title.slice(0, 16),
        options: options
          .slice(0, CARD_COUNTS.options)
          .map((option) => ({ id: option.id, text: numbered(option) })),
      },
    }),
  })
}

/** Several options may be ticked: WeCom's vote card, whose one button hands the ticks in. */
function tickCard(reply: Reply, taskId: string, title: string, text: string): TemplateCard {
  const [submit] = reply.buttons
  return voteCard({
    title,
    taskId,
    ...(text && { description: text }),
    key: CHOICE,
    several: true,
    options: (reply.options ?? [])
      .slice(0, CARD_COUNTS.votes)
      .map((option) => ({ id: option.id, text: numbered(option) })),
    submit: { text: submit?.label ?? title, key: submit?.key ?? 'choose' },
  })
}
