import type { Middleware } from 'koa'
import type { Logger } from '../base/index.ts'

/** What a failure looks like from outside. */
interface Failure {
  readonly status: number
  /** Whether the operator must see it. */
  readonly alarming: boolean
}

/** Assembly tells the database's absence from other failures: http does not know the driver. */
export type IsAway = (failure: unknown) => boolean

function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('status' in thrown)) return undefined
  return typeof thrown.status === 'number' ? thrown.status : undefined
}

function failureOf(thrown: unknown, isAway: IsAway): Failure {
  const status = statusOf(thrown)
  // Errors of the request itself (raw-body's 413, a cut connection's 400) carry their status.
  if (status !== undefined && status >= 400 && status < 500) return { status, alarming: false }
  if (isAway(thrown)) return { status: 503, alarming: true }
  return { status: 500, alarming: true }
}

/**
 * The one place where failures become HTTP. An unknown failure is last and never leaks its text;
 * `explain` writes the sentence for a person where the answer is a page.
 */
export function failures(
  log: Logger,
  isAway: IsAway,
  explain: (status: number) => string,
): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (thrown) {
      const { status, alarming } = failureOf(thrown, isAway)
      if (alarming) log.error({ err: thrown, route: ctx._matchedRoute, status }, 'request failed')
      ctx.status = status
      if (ctx.accepts('html', 'json') === 'html' && ctx.path !== '/wecom/callback') {
        ctx.type = 'html'
        ctx.body = explain(status)
      } else ctx.body = ''
      return
    }
    if (ctx.status === 404 && ctx.body === undefined) {
      ctx.status = 404
      ctx.type = 'html'
      ctx.body = explain(404)
    }
  }
}
