import type { Route } from './route.ts'

/** Whether the service can do its work, and if not, why. */
export interface Readiness {
  readonly ready: boolean
  /** Machine-readable checks, each `ok` or a short reason. */
  readonly checks: Readonly<Record<string, string>>
  /** Scheduled jobs that are late or failed, and why; empty when all is well. They do not make a node unready. */
  readonly jobs?: Readonly<Record<string, string>>
}

/** `GET /healthz` (the process lives) and `GET /readyz` (database reachable, migrations applied). */
export function healthRoutes(readiness: () => Promise<Readiness>): Route[] {
  return [
    {
      method: 'get',
      path: '/healthz',
      gate: 'open',
      handle: async (ctx) => {
        ctx.body = { alive: true }
      },
    },
    {
      method: 'get',
      path: '/readyz',
      gate: 'open',
      handle: async (ctx) => {
        const state = await readiness()
        ctx.status = state.ready ? 200 : 503
        ctx.body = state
      },
    },
  ]
}
