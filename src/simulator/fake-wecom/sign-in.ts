import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Clock, Entropy } from '../../base/index.ts'
import { type Answer, done, refuse } from './answers.ts'

/** Who opens a page: a member of the corp, or somebody in 微信 by the external_userid she has or would have. */
export type FakeVisitor = { readonly member: string } | { readonly customer: string }

/** The page at which WeCom tells an app who opened it, and the call that gives it (docs 91022, 91023). */
export interface FakeSignIn {
  /** Where the page leads back to; undefined where WeCom shows an error (another app's, or a domain that is not trusted). */
  authorize(query: URLSearchParams, who: FakeVisitor): string | undefined
  /** Answers `auth/getuserinfo`: each code once, within five minutes. */
  visitor(code: string | null): Answer
}

const LIFE_MS = 5 * 60_000

/** Nobody has opened anything yet. */
export function createSignIn(office: {
  readonly corpId: string
  readonly agentId: string
  readonly clock: Clock
  readonly entropy: Entropy
  /** 可信域名 of the app, as an origin; any where none is given. */
  readonly trusted?: string
  /** Whether somebody is a customer whom WeCom names. */
  readonly isNamed: (customer: string) => boolean
}): FakeSignIn {
  const { clock, entropy, trusted } = office
  const codes = new Map<string, { who: FakeVisitor; until: number }>()
  const asked = z.object({
    appid: z.literal(office.corpId),
    agentid: z.literal(office.agentId),
    response_type: z.literal('code'),
    scope: z.literal('snsapi_base'),
    state: z.string().regex(/^[a-zA-Z0-9]{0,128}$/),
    redirect_uri: z
      .url()
      .refine((url) => trusted === undefined || new URL(url).origin === new URL(trusted).origin),
  })
  return {
    authorize(query, who) {
      const read = asked.safeParse(Object.fromEntries(query))
      if (!read.success) return undefined
      const code = entropy.bytes(24).toString('base64url')
      codes.set(code, { who, until: clock.now().getTime() + LIFE_MS })
      const back = new URL(read.data.redirect_uri)
      back.searchParams.set('code', code)
      back.searchParams.set('state', read.data.state)
      return back.href
    },
    visitor(code) {
      const given = codes.get(code ?? '')
      codes.delete(code ?? '')
      if (!given || given.until <= clock.now().getTime()) return refuse(40029, 'invalid code')
      const { who } = given
      if ('member' in who) return done({ userid: who.member })
      const openid = `o${createHash('sha256').update(who.customer).digest('hex').slice(0, 27)}`
      return done({
        openid,
        ...(office.isNamed(who.customer) && { external_userid: who.customer }),
      })
    },
  }
}
