import { z } from 'zod'
import { type Answer, refuse } from './answers.ts'
import { canBeTapped, cardSchema, type FakeCard } from './card-rules.ts'

const TEXT_BYTES = 2048

/** A message that may be delivered. */
export interface FakeMessage {
  readonly to: readonly string[]
  readonly duplicateSeconds: number
  readonly content:
    | { readonly kind: 'text' | 'markdown'; readonly text: string }
    | { readonly kind: 'card'; readonly card: FakeCard }
}

const requestSchema = z.looseObject({
  touser: z.string().default(''),
  agentid: z.number().int(),
  msgtype: z.string(),
  enable_duplicate_check: z.literal([0, 1]).default(0),
  duplicate_check_interval: z.number().int().min(1).max(14_400).default(1800),
})
const contentSchema = z.object({ content: z.string() })

/** Judges a request to message/send as WeCom does (doc 90236): the message, or the refusal. */
export function readMessage(json: unknown, agentId: string): FakeMessage | Answer {
  const parsed = requestSchema.safeParse(json)
  if (!parsed.success) return refuse(40058, z.prettifyError(parsed.error))
  const request = parsed.data
  if (request.agentid !== Number(agentId)) return refuse(301002, 'not allow use this agentid')
  const to = request.touser.split('|').filter((name) => name !== '')
  if (to.length === 0) return refuse(82001, 'touser & toparty & totag are all empty')
  if (to.length > 1000) return refuse(40032, 'invalid user list size')
  const duplicateSeconds =
    request.enable_duplicate_check === 1 ? request.duplicate_check_interval : 0
  const content = readContent(request.msgtype, request[request.msgtype])
  return 'errcode' in content ? content : { to, duplicateSeconds, content }
}

function readContent(type: string, value: unknown): FakeMessage['content'] | Answer {
  if (type === 'text' || type === 'markdown') {
    const parsed = contentSchema.safeParse(value)
    if (!parsed.success || parsed.data.content === '') return refuse(44004, 'content is empty')
    const text = parsed.data.content
    // WeCom cuts it; the fake refuses, since a cut message is a mistake of ours.
    if (Buffer.byteLength(text) > TEXT_BYTES) return refuse(45002, 'content size out of limit')
    return { kind: type, text }
  }
  if (type !== 'template_card') return refuse(40008, 'invalid message type')
  const parsed = cardSchema.safeParse(value)
  if (!parsed.success) return refuseCard(parsed.error)
  if (canBeTapped(parsed.data) && parsed.data.task_id === undefined) {
    return refuse(42014, 'task_id is missing')
  }
  return { kind: 'card', card: parsed.data }
}

/** The refusal of a card that breaks the rules. */
export function refuseCard(error: z.ZodError): Answer {
  const aboutTask = error.issues.some((issue) => issue.path.includes('task_id'))
  return refuse(aboutTask ? 42014 : 40058, z.prettifyError(error))
}
