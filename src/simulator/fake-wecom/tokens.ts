import type { Clock, Entropy } from '../../base/index.ts'
import { type Answer, done, refuse } from './answers.ts'

const LIFE_SECONDS = 7200

/** The access tokens the fake hands out (doc 91039). */
export interface FakeTokens {
  grant(query: URLSearchParams): Answer
  /** The refusal of a call with this token, or undefined when it is good. */
  refusal(token: string | null): Answer | undefined
  /** Makes every token handed out so far invalid before its time. */
  revoke(): void
}

/** Tokens of one app. Asking again gives the same token while it is good, as WeCom does. */
export function createTokens(
  app: { readonly corpId: string; readonly secret: string },
  clock: Clock,
  entropy: Entropy,
): FakeTokens {
  let current: { token: string; endsAt: number } | undefined
  const ended = new Set<string>()
  const now = (): number => clock.now().getTime()

  return {
    grant(query) {
      if (query.get('corpid') !== app.corpId) return refuse(40013, 'invalid corpid')
      const secret = query.get('corpsecret')
      if (!secret) return refuse(41004, 'corpsecret missing')
      if (secret !== app.secret) return refuse(40001, 'invalid credential')
      if (!current || current.endsAt <= now()) {
        if (current) ended.add(current.token)
        const token = entropy.bytes(24).toString('base64url')
        current = { token, endsAt: now() + LIFE_SECONDS * 1000 }
      }
      const left = Math.ceil((current.endsAt - now()) / 1000)
      return done({ access_token: current.token, expires_in: left })
    },
    refusal(token) {
      if (!token) return refuse(41001, 'access_token missing')
      if (token === current?.token && current.endsAt > now()) return undefined
      const expired = ended.has(token) || token === current?.token
      return expired ? refuse(42001, 'access_token expired') : refuse(40014, 'invalid access_token')
    },
    revoke() {
      current = undefined
    },
  }
}
