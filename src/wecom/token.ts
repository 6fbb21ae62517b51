import { z } from 'zod'
import type { Clock } from '../base/index.ts'
import { type Failure, failureOf } from './errors.ts'
import { exchange, type Fetch } from './exchange.ts'

/** An access token, or why there is none. */
export type TokenOutcome = { readonly kind: 'token'; readonly token: string } | Failure

/** The app's access token, fetched when needed and only once at a time. */
export interface TokenCache {
  get(): Promise<TokenOutcome>
  /**
   * Forgets the token if it is still the one that failed. A burst of failures of the old token
   * must not throw away the new one.
   */
  drop(failed: string): void
}

/** What a token is fetched with. */
export interface TokenSource {
  readonly apiBase: string
  readonly corpId: string
  readonly secret: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly timeoutMs: number
}

/** A token is renewed this long before its end, or a tenth of its life before if that is shorter. */
const EARLY_MS = 300_000

const grantSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
})

/** A cache that holds no token yet (doc 91039: one token per app, 7,200 s, may be revoked early). */
export function createTokenCache(source: TokenSource): TokenCache {
  let cached: { token: string; renewAt: number; endsAt: number } | undefined
  let fetching: Promise<TokenOutcome> | undefined

  async function fetchToken(): Promise<TokenOutcome> {
    const { apiBase, corpId, secret, clock } = source
    const query = new URLSearchParams({ corpid: corpId, corpsecret: secret })
    const url = `${apiBase}/cgi-bin/gettoken?${query}`
    const answer = await exchange(source.fetch, url, {}, source.timeoutMs)
    // Nothing was sent yet, so a fault here is a plain retry.
    if (answer.kind === 'unknown') {
      const { retryAfterMs, reason } = answer
      return { kind: 'failed', class: 'retry', errmsg: `gettoken: ${reason}`, retryAfterMs }
    }
    const { errcode } = answer
    const grant = grantSchema.safeParse(answer.body)
    if (errcode !== 0 || !grant.success) {
      const failure = failureOf(errcode, `gettoken: ${answer.errmsg}`, [secret])
      // 40001 from gettoken itself means a wrong secret: another token would not help.
      return failure.class === 'refresh' ? { ...failure, class: 'config' } : failure
    }
    const life = grant.data.expires_in * 1000
    const now = clock.now().getTime()
    const renewAt = now + life - Math.min(EARLY_MS, life / 10)
    cached = { token: grant.data.access_token, renewAt, endsAt: now + life }
    return { kind: 'token', token: cached.token }
  }

  async function renew(): Promise<TokenOutcome> {
    try {
      const outcome = await fetchToken()
      const stillGood = cached && source.clock.now().getTime() < cached.endsAt
      return outcome.kind === 'failed' && cached && stillGood
        ? { kind: 'token', token: cached.token }
        : outcome
    } finally {
      fetching = undefined
    }
  }

  return {
    async get() {
      if (cached && source.clock.now().getTime() < cached.renewAt) {
        return { kind: 'token', token: cached.token }
      }
      fetching ??= renew()
      return fetching
    },
    drop(failed) {
      if (cached?.token === failed) cached = undefined
    },
  }
}
