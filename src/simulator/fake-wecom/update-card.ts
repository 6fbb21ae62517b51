import { z } from 'zod'
import { type Answer, done, refuse } from './answers.ts'
import { cardSchema, type FakeCard } from './card-rules.ts'
import type { FakeCards } from './cards.ts'
import { refuseCard } from './message-rules.ts'
import type { Phones } from './phone.ts'

const requestSchema = z.looseObject({
  userids: z.array(z.string()).max(1000).default([]),
  atall: z.literal([0, 1]).default(0),
  agentid: z.number().int(),
  response_code: z.string().min(1),
  button: z.strictObject({ replace_name: z.string().min(1) }).optional(),
  template_card: z.unknown().optional(),
})

/** message/update_template_card (doc 94888), onto these phones. */
export function updateCard(
  json: unknown,
  office: { readonly agentId: string; readonly phones: Phones; readonly cards: FakeCards },
): Answer {
  const parsed = requestSchema.safeParse(json)
  if (!parsed.success) return refuse(40058, z.prettifyError(parsed.error))
  const request = parsed.data
  if (request.agentid !== Number(office.agentId)) {
    return refuse(301002, 'not allow use this agentid')
  }
  const card = request.template_card === undefined ? undefined : readCard(request.template_card)
  if (card && 'errcode' in card) return card
  if (!card && !request.button) return refuse(40063, 'neither button nor template_card')

  const sent = office.cards.redeem(request.response_code)
  if ('errcode' in sent) return sent
  const wanted = request.atall ? sent.receivers : request.userids.map((id) => id.toLowerCase())
  for (const userId of wanted) {
    const shown = office.phones.card(userId, sent.taskId)
    if (!shown) continue
    const grey = card ? card.replace_text : request.button?.replace_name
    const face = { card: card ?? shown.card, ...(grey !== undefined && { grey }) }
    office.phones.change(userId, sent.taskId, face)
  }
  const strangers = wanted.filter((userId) => !sent.receivers.includes(userId))
  return done(strangers.length > 0 ? { invaliduser: strangers } : {})
}

function readCard(value: unknown): FakeCard | Answer {
  const parsed = cardSchema.safeParse(value)
  return parsed.success ? parsed.data : refuseCard(parsed.error)
}
