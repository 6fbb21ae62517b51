import { createServer, type Server } from 'node:http'
import { Router } from '@koa/router'
import Koa, { type Middleware } from 'koa'
import helmet from 'koa-helmet'
import type { Logger } from '../base/index.ts'
import { failures, type IsAway } from './failures.ts'
import type { Route } from './route.ts'

/** What the server is made of. */
export interface ServerParts {
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly isAway: IsAway
  /** The page a person sees with that status. */
  explain(status: number): string
}

/** The HTTP server, not yet listening. */
export function createHttpServer(parts: ServerParts): Server {
  const koa = new Koa()
  koa.silent = true // every failure passes failures.ts
  koa.use(requestLog(parts))
  koa.use(failures(parts.log, parts.isAway, parts.explain))
  koa.use(headers())
  const router = new Router()
  for (const route of parts.routes) router[route.method](route.path, (ctx) => route.handle(ctx))
  koa.use(router.routes())
  const server = createServer(koa.callback())
  // WeCom gives up after 5 s; a reader slower than this is an attack or a broken line.
  server.requestTimeout = 10_000
  server.headersTimeout = 8_000
  server.keepAliveTimeout = 65_000
  return server
}

/** Scripts and styles come from this server only; nothing may frame a page or learn the address it came from. */
function headers(): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // TLS ends at the reverse proxy, which sets this header for its own name.
    strictTransportSecurity: false,
  })
}

/**
 * One line a request: the route's pattern, never a token, a query or a body. None for a public form: the minute of a
 * complaint is what must not be known.
 */
function requestLog({ log, routes }: Pick<ServerParts, 'log' | 'routes'>): Middleware {
  const quiet = new Set(routes.flatMap(({ gate, path }) => (gate === 'public-form' ? [path] : [])))
  return async (ctx, next) => {
    const from = performance.now()
    await next()
    if (quiet.has(String(ctx._matchedRoute))) return
    const ms = Math.round(performance.now() - from)
    log.debug(
      { method: ctx.method, route: ctx._matchedRoute ?? 'none', status: ctx.status, ms },
      'request',
    )
  }
}
