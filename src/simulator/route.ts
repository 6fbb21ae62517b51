import type { RouterContext } from '@koa/router'

/** A route as the server takes it (http's Route; floors keep the two apart). */
export interface SimulatorRoute {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly gate: 'simulator'
  handle(ctx: RouterContext): Promise<void>
}
