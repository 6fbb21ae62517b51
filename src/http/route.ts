import type { RouterContext } from '@koa/router'

/**
 * What stands between the internet and a handler. A route without one cannot be written down;
 * a guard test knocks at every route without its key.
 */
export type Gate =
  /** Anyone may see it: it says nothing but alive or ready. */
  | 'open'
  /** Anyone may see it: where the office is to be found, the same for everybody. */
  | 'public-page'
  /** WeCom's signature over the encrypted body. */
  | 'wecom-signature'
  /** 256 random bits in the path, known by their hash. */
  | 'one-time-link'
  /** Anyone may write; nothing of the office is shown without what only the writer was told. */
  | 'public-form'
  /** A handler's link that opens once, and the cookie that follows. */
  | 'handler-pass'
  /** Simulator mode only, on a loopback address unless SIMULATOR=on. */
  | 'simulator'

/** One route of the server. `path` may hold parameters; logs carry the pattern, never the values. */
export interface Route {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly gate: Gate
  handle(ctx: RouterContext): Promise<void>
}
