import type { RouterContext } from '@koa/router'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { type Clock, type Entropy, officeDay, tokenHash } from '../base/index.ts'

const LOOPBACK = /^(::1|127\.\d+\.\d+\.\d+|::ffff:127\.\d+\.\d+\.\d+)$/

/** Where a request comes from: what the reverse proxy on this machine says, else the line itself. */
function addressOf(ctx: RouterContext): string {
  const line = ctx.req.socket.remoteAddress ?? ''
  return LOOPBACK.test(line) ? ctx.get('X-Real-IP') || line : line
}

/** What makes the memory of a day: the clock says which, and chance salts it. */
export interface DayMeans {
  readonly clock: Clock
  readonly entropy: Entropy
}

/** What is remembered for one office day only, and the names that addresses and anything else have in it. */
export interface DayMemory<T> {
  /** Fresh on the first look of each day. */
  today(): {
    readonly kept: T
    readonly nameOf: (ctx: RouterContext) => string
    readonly hashOf: (text: string) => string
  }
}

/**
 * A memory that is thrown away every day. Addresses live in it only, as hashes under a salt that goes with it: who
 * asks for the memory later cannot tell who came.
 */
export function createDayMemory<T>(fresh: () => T, { clock, entropy }: DayMeans): DayMemory<T> {
  const begin = () => ({ day: officeDay(clock.now()), kept: fresh(), salt: entropy.bytes(32) })
  let current = begin()
  return {
    today() {
      if (current.day !== officeDay(clock.now())) current = begin()
      const { kept, salt } = current
      const hashOf = (text: string): string => tokenHash(salt.toString('hex') + text)
      return { kept, hashOf, nameOf: (ctx) => hashOf(addressOf(ctx)) }
    },
  }
}

/** How often something may be done from one address within some seconds. */
export interface AddressLimit {
  readonly times: number
  readonly seconds: number
}

/** Whether a request is within its limit; counts it. */
export type AddressGuard = (ctx: RouterContext, times?: number) => Promise<boolean>

/** A limit per address. */
export function createAddressGuard(
  { times, seconds }: AddressLimit,
  means: DayMeans,
): AddressGuard {
  const memory = createDayMemory(
    () => new RateLimiterMemory({ points: times, duration: seconds }),
    means,
  )
  return (ctx, count = 1) => {
    const { kept, nameOf } = memory.today()
    return kept.consume(nameOf(ctx), count).then(
      () => true,
      () => false,
    )
  }
}
