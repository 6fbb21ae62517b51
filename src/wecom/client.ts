import { z } from 'zod'
import type { Clock, Logger } from '../base/index.ts'
import type { TemplateCard } from './cards.ts'
import { type Failure, failureOf } from './errors.ts'
import {
  exchange,
  exchangeFile,
  type Fetch,
  type FileAnswer,
  type JsonAnswer,
  type TooLarge,
  type Unknown,
} from './exchange.ts'
import { requestJson, type SendRequest } from './messages.ts'
import { createTokenCache } from './token.ts'

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
  /** Whether corp id, secret and network are right; for the operator. */
  checkCredentials(): Promise<{ readonly kind: 'ok' } | Failure>
}

/** Two tokens and two tries stay under the 20 seconds that a sender of pushes waits. */
const SEND_TIMEOUT_MS = 4_500
const MEDIA_TIMEOUT_MS = 60_000
/** A token refused twice in a row: WeCom has not caught up with its own renewal. */
const TOKEN_TROUBLE_MS = 10_000

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

/** A client for one app. `apiBase` is WeCom's host or a private deployment's, with an optional path. */
export function createWecomClient(app: {
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly apiBase: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Logger
  /** Milliseconds for any JSON call; 4,500 unless a test is in a hurry. */
  readonly timeoutMs?: number
}): WecomClient {
  const { fetch, log, timeoutMs = SEND_TIMEOUT_MS } = app
  const apiBase = app.apiBase.replace(/\/+$/, '')
  const tokens = createTokenCache({ ...app, apiBase, timeoutMs })

  /** The call with a good token; a token that WeCom refuses is renewed once. */
  async function call<T extends { readonly kind: string }>(
    path: string,
    run: (url: string) => Promise<T | JsonAnswer>,
    again = true,
  ): Promise<T | JsonAnswer | Failure> {
    const grant = await tokens.get()
    if (grant.kind === 'failed') {
      log.warn({ path, class: grant.class, errcode: grant.errcode, errmsg: grant.errmsg }, 'wecom')
      return grant
    }
    const { token } = grant
    const join = path.includes('?') ? '&' : '?'
    const answer = await run(
      `${apiBase}/cgi-bin/${path}${join}access_token=${encodeURIComponent(token)}`,
    )
    if (answer.kind !== 'json') {
      if (answer.kind === 'unknown') log.warn({ path, answer }, 'wecom')
      return answer
    }
    // `T` has no `json` of its own, but TypeScript cannot know.
    const { errcode, errmsg } = answer as JsonAnswer
    if (errcode === 0) return answer
    const failure = failureOf(errcode, errmsg, [token, app.secret])
    log.warn({ path, class: failure.class, errcode, errmsg: failure.errmsg }, 'wecom')
    if (failure.class !== 'refresh') return failure
    tokens.drop(token)
    return again ? call(path, run, false) : { ...failure, retryAfterMs: TOKEN_TROUBLE_MS }
  }

  const post = (path: string, json: string) =>
    call<Unknown | JsonAnswer>(path, (url) => {
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      return exchange(fetch, url, { method: 'POST', headers, body: json }, timeoutMs)
    })

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
    async checkCredentials() {
      const grant = await tokens.get()
      return grant.kind === 'token' ? { kind: 'ok' } : grant
    },
  }
}
