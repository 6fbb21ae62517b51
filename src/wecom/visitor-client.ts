import { z } from 'zod'
import type { Failure } from './errors.ts'
import type { JsonAnswer, Unknown } from './exchange.ts'

/** Who came back from the page at which WeCom tells an app who opened it (doc 91023). */
export type Visitor =
  /** Somebody of the corp, or of one it is linked with. */
  | { readonly kind: 'member' }
  /** Anybody else; named only where she is a customer whose member may use the app. */
  | { readonly kind: 'outsider'; readonly externalUserid?: string }
  /** The code was used, is older than five minutes, or never was one. */
  | { readonly kind: 'stale' }
  /** WeCom does not say: it is away, or does not let the app ask. */
  | { readonly kind: 'away' }

/** Asks who opened a page. */
export interface VisitorClient {
  /** By the code that she came back with; it is used up. Of an openid nothing is given on. */
  whoCame(code: string): Promise<Visitor>
}

const visitorSchema = z.union([
  z.object({ userid: z.string().min(1) }).transform(() => ({ kind: 'member' }) as const),
  z
    .object({ openid: z.string().min(1), external_userid: z.string().optional() })
    .transform(({ external_userid: externalUserid }) => ({
      kind: 'outsider' as const,
      ...(externalUserid && { externalUserid }),
    })),
])

/** The call, over the app's own token. */
export function createVisitorClient(
  get: (path: string) => Promise<JsonAnswer | Failure | Unknown>,
): VisitorClient {
  return {
    async whoCame(code) {
      const answer = await get(`auth/getuserinfo?code=${encodeURIComponent(code)}`)
      if (answer.kind === 'failed') return { kind: answer.class === 'login' ? 'stale' : 'away' }
      if (answer.kind === 'unknown') return { kind: 'away' }
      return visitorSchema.safeParse(answer.body).data ?? { kind: 'away' }
    },
  }
}

/** Where 微信 asks who opens a page and comes back to `returnTo` (doc 91022). Silent: nobody is asked to agree. */
export function visitorPage(
  app: { readonly openBase: string; readonly corpId: string; readonly agentId: string },
  { returnTo, state }: { readonly returnTo: string; readonly state: string },
): string {
  const query = new URLSearchParams({
    appid: app.corpId,
    redirect_uri: returnTo,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
    agentid: app.agentId,
  })
  return `${app.openBase}/connect/oauth2/authorize?${query}#wechat_redirect`
}
