import type { Clock, Logger } from '../base/index.ts'
import { type Failure, failureOf } from './errors.ts'
import { exchange, type Fetch, type JsonAnswer, type Unknown } from './exchange.ts'
import { createTokenCache, type TokenOutcome } from './token.ts'

/** The app, and how it reaches WeCom. */
export interface ApiSource {
  readonly corpId: string
  readonly secret: string
  /** WeCom's host or a private deployment's, with an optional path. */
  readonly apiBase: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Logger
  /** Milliseconds for any JSON call; 4,500 unless a test is in a hurry. */
  readonly timeoutMs?: number
}

/** Calls with the app's token. Nothing is retried but an expired token, once: waiting is the caller's. */
export interface Api {
  /** The call with a good token; a token that WeCom refuses is renewed once. */
  call<T extends { readonly kind: string }>(
    path: string,
    run: (url: string) => Promise<T | JsonAnswer>,
  ): Promise<T | JsonAnswer | Failure>
  /** A call that gives JSON. */
  get(path: string): Promise<JsonAnswer | Failure | Unknown>
  /** A call that takes and gives JSON. */
  post(path: string, json: string): Promise<JsonAnswer | Failure | Unknown>
  token(): Promise<TokenOutcome>
}

/** Two tokens and two tries stay under the 20 seconds that a sender of pushes waits. */
const SEND_TIMEOUT_MS = 4_500
/** A token refused twice in a row: WeCom has not caught up with its own renewal. */
export const TOKEN_TROUBLE_MS = 10_000

/** The API with one token for everything that the app calls (doc 91039). */
export function createApi(app: ApiSource): Api {
  const { fetch, log, timeoutMs = SEND_TIMEOUT_MS } = app
  const apiBase = app.apiBase.replace(/\/+$/, '')
  /** Without its query: that may hold a code by which somebody could be known. */
  const said = (path: string): string => path.replace(/\?.*/s, '')
  const tokens = createTokenCache({ ...app, apiBase, timeoutMs })

  async function call<T extends { readonly kind: string }>(
    path: string,
    run: (url: string) => Promise<T | JsonAnswer>,
    again = true,
  ): Promise<T | JsonAnswer | Failure> {
    const grant = await tokens.get()
    if (grant.kind === 'failed') {
      log.warn(
        { path: said(path), class: grant.class, errcode: grant.errcode, errmsg: grant.errmsg },
        'wecom',
      )
      return grant
    }
    const { token } = grant
    const join = path.includes('?') ? '&' : '?'
    const answer = await run(
      `${apiBase}/cgi-bin/${path}${join}access_token=${encodeURIComponent(token)}`,
    )
    if (answer.kind !== 'json') {
      if (answer.kind === 'unknown') log.warn({ path: said(path), answer }, 'wecom')
      return answer
    }
    // `T` has no `json` of its own, but TypeScript cannot know.
    const { errcode, errmsg } = answer as JsonAnswer
    if (errcode === 0) return answer
    const failure = failureOf(errcode, errmsg, [token, app.secret])
    log.warn({ path: said(path), class: failure.class, errcode, errmsg: failure.errmsg }, 'wecom')
    if (failure.class !== 'refresh') return failure
    tokens.drop(token)
    return again ? call(path, run, false) : { ...failure, retryAfterMs: TOKEN_TROUBLE_MS }
  }

  return {
    call: (path, run) => call(path, run),
    token: () => tokens.get(),
    get: (path) => call<Unknown | JsonAnswer>(path, (url) => exchange(fetch, url, {}, timeoutMs)),
    post: (path, json) =>
      call<Unknown | JsonAnswer>(path, (url) => {
        const headers = { 'content-type': 'application/json; charset=utf-8' }
        return exchange(fetch, url, { method: 'POST', headers, body: json }, timeoutMs)
      }),
  }
}
