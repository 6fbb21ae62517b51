import { z } from 'zod'
import { byteLength, OfficeError } from '../base/index.ts'
import type { Failure } from './errors.ts'
import type { JsonAnswer, Unknown } from './exchange.ts'

/** A QR by which somebody in 微信 becomes an external contact of one member. */
export interface ContactWay {
  readonly kind: 'way'
  /** WeCom's name for it, to be kept: there is no other way to find it again. */
  readonly configId: string
  /** Where WeCom shows the QR. */
  readonly qrUrl: string
}

/** The calls of 客户联系 (docs 92228, 92135). */
export interface ContactClient {
  /** A new QR of a member's own; `state` (30 characters at most) comes back with whoever scans it. */
  addWay(asked: {
    readonly userid: string
    readonly state: string
  }): Promise<ContactWay | Failure | Unknown>
  way(configId: string): Promise<ContactWay | Failure | Unknown>
  /**
   * Lays a message before a member, who must confirm that it is sent: nothing has left yet. `unreachable`: customers
   * whom it would not reach, no contacts of hers or written to often enough this month; with none left it fails (41048).
   */
  askToSend(message: {
    readonly sender: string
    readonly customers: readonly string[]
    readonly text: string
  }): Promise<
    | { readonly kind: 'asked'; readonly msgid: string; readonly unreachable: readonly string[] }
    | Failure
    | Unknown
  >
}

/** Of a way's state in characters, and of a message's text in bytes. */
const STATE = 30
const TEXT_BYTES = 4_000

const addedSchema = z.object({ config_id: z.string().min(1), qr_code: z.url() })
const foundSchema = z.object({ contact_way: addedSchema })
const taskSchema = z.object({
  msgid: z.string().catch(''),
  fail_list: z.array(z.string()).catch([]),
})

type Post = (path: string, json: string) => Promise<JsonAnswer | Failure | Unknown>

/** The calls, over the app's own token: the app must be listed among those that 客户联系 may be called by. */
export function createContactClient(post: Post): ContactClient {
  const noAnswer = { kind: 'unknown', reason: 'not-an-answer', retryAfterMs: 10_000 } as const
  const wayOf = (read: z.ZodSafeParseResult<z.infer<typeof addedSchema>>) =>
    read.success
      ? ({ kind: 'way', configId: read.data.config_id, qrUrl: read.data.qr_code } as const)
      : noAnswer
  return {
    async addWay({ userid, state }) {
      if (state.length > STATE) throw new OfficeError('wecom.message-over-limit', { bytes: STATE })
      const asked = { type: 1, scene: 2, skip_verify: true, state, user: [userid] }
      const answer = await post('externalcontact/add_contact_way', JSON.stringify(asked))
      return answer.kind === 'json' ? wayOf(addedSchema.safeParse(answer.body)) : answer
    },
    async way(configId) {
      const asked = JSON.stringify({ config_id: configId })
      const answer = await post('externalcontact/get_contact_way', asked)
      if (answer.kind !== 'json') return answer
      const found = foundSchema.safeParse(answer.body)
      return found.success ? wayOf(addedSchema.safeParse(found.data.contact_way)) : noAnswer
    },
    async askToSend({ sender, customers, text }) {
      const bytes = byteLength(text)
      if (bytes > TEXT_BYTES) throw new OfficeError('wecom.message-over-limit', { bytes })
      const task = {
        chat_type: 'single',
        external_userid: customers,
        sender,
        text: { content: text },
      }
      const answer = await post('externalcontact/add_msg_template', JSON.stringify(task))
      if (answer.kind !== 'json') return answer
      const { msgid, fail_list } = taskSchema.parse(answer.body)
      return { kind: 'asked', msgid, unreachable: fail_list }
    },
  }
}
