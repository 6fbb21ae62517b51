import type { RouterContext } from '@koa/router'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { type Clock, type Entropy, officeDay, tokenHash } from '../base/index.ts'

const LOOPBACK = /^(::1|127\.\d+\.\d+\.\d+|::ffff:127\.\d+\.\d+\.\d+)$/

/** Where a request comes from: what the reverse proxy on this machine says, else the line itself. */
function addressOf(ctx: RouterContext): string {
  const line = ctx.req.socket.remoteAddress ?? ''
  return LOOPBACK.test(line) ? ctx.get('X-Real-IP') || line : line
}

/** How often something may be done from one address within some seconds. */
export interface AddressLimit {
  readonly times: number
  readonly seconds: number
}

/** Whether a request is within its limit; counts it. */
export type AddressGuard = (ctx: RouterContext, times?: number) => Promise<boolean>

/**
 * A limit per address. Addresses live in memory only, as hashes under a salt that is thrown away every day: who asks
 * for the memory later cannot tell who came.
 */
export function createAddressGuard(
  { times, seconds }: AddressLimit,
  { clock, entropy }: { readonly clock: Clock; readonly entropy: Entropy },
): AddressGuard {
  let of: string | undefined
  let salt = ''
  let limiter = new RateLimiterMemory({ points: times, duration: seconds })
  return async (ctx, count = 1) => {
    const today = officeDay(clock.now())
    if (of !== today) {
      of = today
      salt = entropy.bytes(32).toString('hex')
      limiter = new RateLimiterMemory({ points: times, duration: seconds })
    }
    return limiter.consume(tokenHash(salt + addressOf(ctx)), count).then(
      () => true,
      () => false,
    )
  }
}
