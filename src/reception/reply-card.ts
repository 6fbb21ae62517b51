import type { Reply, ShownOption } from '../dialogue/index.ts'
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
/** Characters that WeCom shows (doc 90236): a title, a text, an option of a card with buttons and of one with ticks. */
const PRESS = { title: 36, text: 160, option: 16 } as const
const TICK = { title: 16, text: 44, option: 17 } as const

/** What stands on a card whose own words would be cut. */
export interface CardWords {
  readonly title: string
  /** Points at the text just above the card. */
  readonly above: string
  /** Beside a list to choose from. */
  readonly pick: string
}

/**
 * The messages of a reply that needs buttons: the card, and before it the whole text where the card would cut it.
 * What is only said before the question goes first by itself then: the buttons stand below what they answer.
 */
export function replyMessages(reply: Reply, taskId: string, words: CardWords): MessageBody[] {
  const shown = reply.many ? TICK : PRESS
  const options = reply.options ?? []
  const cut = options.some((option) => lengthOf(numbered(option)) > shown.option)
  const lines = [...reply.text.split('\n'), ...(cut ? options.map(numbered) : [])]
  const [first = '', ...rest] = lines
  const fits = lengthOf(first) <= shown.title
  const title = fits ? first : words.title
  const text = (fits ? rest : lines).join('\n').trim()
  const whole = lengthOf(text) <= shown.text
  const { asksFrom = 0, ...asking } = reply
  if (!whole && asksFrom > 0) {
    const said = reply.text.split('\n')
    return [
      ...textMessages(said.slice(0, asksFrom).join('\n')),
      ...replyMessages({ ...asking, text: said.slice(asksFrom).join('\n') }, taskId, words),
    ]
  }
  const face = { taskId, title, text: whole ? text : words.above }
  return [
    ...(whole ? [] : textMessages(lines.join('\n'))),
    cardMessage(reply.many ? tickCard(reply, face) : pressCard(reply, face, words)),
  ]
}

const lengthOf = (text: string): number => [...text].length
const numbered = (option: ShownOption): string => `${option.number}　${option.label}`

/** What stands above the buttons. */
interface Face {
  readonly taskId: string
  readonly title: string
  readonly text: string
}

function pressCard(reply: Reply, { taskId, title, text }: Face, { pick }: CardWords): TemplateCard {
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
        title: pick,
        options: options
          .slice(0, CARD_COUNTS.options)
          .map((option) => ({ id: option.id, text: numbered(option) })),
      },
    }),
  })
}

/** Several options may be ticked: WeCom's vote card, whose one button hands the ticks in. */
function tickCard(reply: Reply, { taskId, title, text }: Face): TemplateCard {
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
