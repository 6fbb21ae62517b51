import type { RouterContext } from '@koa/router'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { notice } from './layout.ts'
import type { PageWording } from './wording.ts'

/** A route as the server takes it (http's Route; floors keep the two apart). */
export interface PageRoute {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly gate: 'one-time-link'
  handle(ctx: RouterContext): Promise<void>
}

/** Openings and submissions of one link a minute: a person needs a few, a machine that hammers is refused. */
const PER_LINK_A_MINUTE = 30

/** The link's secret in the path. */
export const tokenOf = (ctx: RouterContext): string => ctx.params.token ?? ''

/** Answers with a page. */
export function answer(ctx: RouterContext, status: number, body: string): void {
  ctx.status = status
  ctx.body = body
}

/** Refuses for now what comes too often. */
export function tooBusy(say: PageWording['say'], ctx: RouterContext): void {
  answer(ctx, 429, notice(say('busy-title'), [say('busy-text')]))
}

/** Puts the limit of each link before a handler, and keeps what it answers out of every cache. */
export function guardedByLink(say: PageWording['say']) {
  const limiter = new RateLimiterMemory({ points: PER_LINK_A_MINUTE, duration: 60 })
  return (handle: (ctx: RouterContext) => Promise<void>) => async (ctx: RouterContext) => {
    ctx.set('Cache-Control', 'no-store')
    ctx.type = 'html'
    const within = await limiter.consume(tokenOf(ctx)).then(
      () => true,
      () => false,
    )
    if (within) await handle(ctx)
    else tooBusy(say, ctx)
  }
}
