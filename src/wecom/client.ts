import { z } from 'zod'
import { type ApiSource, createApi, TOKEN_TROUBLE_MS } from './api.ts'
import type { TemplateCard } from './cards.ts'
import { type ContactClient, createContactClient } from './contact-client.ts'
import type { Failure } from './errors.ts'
import { exchangeFile, type FileAnswer, type TooLarge, type Unknown } from './exchange.ts'
import { createKfClient, type KfClient } from './kf-client.ts'
import { requestJson, type SendRequest } from './messages.ts'
import { createVisitorClient, type VisitorClient } from './visitor-client.ts'

/** What became of a message. */
export type SendOutcome =
  | {
      readonly kind: 'sent'
      readonly msgId: string
      /** For one update of the card, within 72 hours; only from cards that can be tapped. */
      readonly responseCode?: string
      /** Receivers it did not reach, in lower case. */
      readonly invalidUsers: readonly string[]
      /** Receivers without a licence for the app (doc 90236), in lower case. */
      readonly unlicensedUsers: readonly string[]
    }
  | Failure
  | Unknown

/** What became of an update of a card. */
export type UpdateOutcome =
  | { readonly kind: 'updated'; readonly invalidUsers: readonly string[] }
  | Failure
  | Unknown

/** What a tapped card becomes: its buttons grey with a word on them, or another card. */
export type CardUpdate =
  | { readonly kind: 'grey'; readonly text: string }
  | { readonly kind: 'replace'; readonly card: TemplateCard; readonly greyText?: string }

/** The app's side of WeCom's API. It retries nothing but an expired token, once: waiting is the caller's. */
export interface WecomClient {
  send(request: SendRequest): Promise<SendOutcome>
  /** Uses up the response code of a tap or a sending (doc 94888), for these members. */
  updateCard(code: string, userIds: readonly string[], update: CardUpdate): Promise<UpdateOutcome>
  /** A picture or file that a member sent; kept by WeCom for 3 days. */
  getMedia(mediaId: string, maxBytes: number): Promise<FileAnswer | TooLarge | Failure | Unknown>
  /** 微信客服, with the same token. */
  readonly kf: KfClient
  /** 客户联系, with the same token. */
  readonly contacts: ContactClient
  /** Who opened a page, with the same token. */
  readonly visitors: VisitorClient
  /** Whether corp id, secret and network are right; for the operator. */
  checkCredentials(): Promise<{ readonly kind: 'ok' } | Failure>
}

const MEDIA_TIMEOUT_MS = 60_000

/** The new face of a card; an update names no task_id, the card keeps its own (doc 94888). */
function updateBody(update: CardUpdate) {
  if (update.kind === 'grey') return { button: { replace_name: update.text } }
  const { task_id: _, ...card } = update.card
  const grey = update.greyText === undefined ? {} : { replace_text: update.greyText }
  return { template_card: { ...card, ...grey } }
}

// WeCom has taken the message: an oddity in its answer must not make it look unsent, hence catch.
const names = z
  .string()
  .catch('')
  .transform((text) => text.split('|').filter((name) => name !== ''))

const sentSchema = z.object({
  msgid: z.string().catch(''),
  response_code: z.string().optional().catch(undefined),
  invaliduser: names,
  unlicenseduser: names,
})

// An array here, a string in message/send.
const updatedSchema = z.object({ invaliduser: z.array(z.string()).catch([]) })

/** A client for one app. */
export function createWecomClient(app: ApiSource & { readonly agentId: string }): WecomClient {
  const { fetch } = app
  const { call, get, post, token } = createApi(app)

  return {
    async send(request) {
      const answer = await post('message/send', requestJson(request, app.agentId))
      if (answer.kind !== 'json') return answer
      const sent = sentSchema.parse(answer.body)
      return {
        kind: 'sent',
        msgId: sent.msgid,
        ...(sent.response_code && { responseCode: sent.response_code }),
        invalidUsers: sent.invaliduser,
        unlicensedUsers: sent.unlicenseduser,
      }
    },
    async updateCard(code, userIds, update) {
      const agentid = Number(app.agentId)
      const body = { userids: userIds, agentid, response_code: code, ...updateBody(update) }
      const answer = await post('message/update_template_card', JSON.stringify(body))
      if (answer.kind !== 'json') return answer
      return {
        kind: 'updated',
        invalidUsers: updatedSchema.parse(answer.body).invaliduser,
      }
    },
    async getMedia(mediaId, maxBytes) {
      const path = `media/get?media_id=${encodeURIComponent(mediaId)}`
      const answer = await call<FileAnswer | TooLarge | Unknown>(path, (url) =>
        exchangeFile(fetch, url, maxBytes, MEDIA_TIMEOUT_MS),
      )
      // A success without a file is no success.
      return answer.kind === 'json'
        ? { kind: 'unknown', reason: 'not-an-answer', retryAfterMs: TOKEN_TROUBLE_MS }
        : answer
    },
    kf: createKfClient(post),
    contacts: createContactClient(post),
    visitors: createVisitorClient(get),
    async checkCredentials() {
      const grant = await token()
      return grant.kind === 'token' ? { kind: 'ok' } : grant
    },
  }
}
