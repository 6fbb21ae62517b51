import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RouterContext } from '@koa/router'
import type { Clock, Entropy } from '../base/index.ts'
import { tokenOf } from './link-guard.ts'

/**
 * What a browser holds of one link while 微信 is asked who opens it, and once it has said so. Both are cookies that only
 * this link's pages are sent; neither says who she is.
 */
export interface LinkPass {
  /** The state to send along, which comes back to this browser and this link alone; `attempt` comes back with it. */
  begin(ctx: RouterContext, attempt: number): string
  /** Which attempt has come back; undefined where it was not begun here. */
  returned(ctx: RouterContext, state: string): number | undefined
  grant(ctx: RouterContext): void
  isGranted(ctx: RouterContext): boolean
}

/** What passes are made of. */
export interface PassMeans {
  /** The first signs, all verify. */
  readonly secrets: readonly [string, ...string[]]
  readonly clock: Clock
  readonly entropy: Entropy
  /** The pages are reached by https, so that the cookies may insist on it. */
  readonly secure: boolean
}

const BEGUN = { name: 'asked', seconds: 600 } as const
/** A survey takes a few minutes; who comes back later is asked again, without noticing. */
const GRANTED = { name: 'pass', seconds: 3600 } as const

/** Passes signed by the office. */
export function createLinkPass({ secrets, clock, entropy, secure }: PassMeans): LinkPass {
  const seal = (what: readonly string[], secret: string = secrets[0]): string =>
    createHmac('sha256', secret).update(what.join('\n')).digest('hex')
  const isSeal = (what: readonly string[], given: string): boolean =>
    secrets.some((secret) => isSame(seal(what, secret), given))
  const set = (ctx: RouterContext, kept: { name: string; seconds: number }, value: string): void =>
    ctx.append(
      'Set-Cookie',
      `${kept.name}=${value}; Path=/s/${tokenOf(ctx)}; Max-Age=${kept.seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
    )
  const now = (): number => Math.floor(clock.now().getTime() / 1000)

  return {
    begin(ctx, attempt) {
      const begun = `${attempt}.${entropy.bytes(16).toString('hex')}`
      set(ctx, BEGUN, begun)
      return seal(['begun', tokenOf(ctx), begun])
    },
    returned(ctx, state) {
      const begun = ctx.cookies.get(BEGUN.name) ?? ''
      if (!/^\d\.[0-9a-f]{32}$/.test(begun)) return undefined
      return isSeal(['begun', tokenOf(ctx), begun], state) ? Number(begun[0]) : undefined
    },
    grant(ctx) {
      const until = String(now() + GRANTED.seconds)
      set(ctx, GRANTED, `${until}.${seal(['granted', tokenOf(ctx), until])}`)
    },
    isGranted(ctx) {
      const [until = '', given = ''] = (ctx.cookies.get(GRANTED.name) ?? '').split('.')
      return Number(until) > now() && isSeal(['granted', tokenOf(ctx), until], given)
    },
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
