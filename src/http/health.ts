import type { Route } from './route.ts'

/** Whether the service can do its work, and if not, why. */
export interface Readiness {
  readonly ready: boolean
  /** Machine-readable checks, each `ok` or a short reason. */
  readonly checks: Readonly<Record<string, string>>
  readonly jobs?: JobsShown
}

/** The scheduled jobs in few words, for whoever watches from outside. Late ones do not make a node unready. */
export interface JobsShown {
  readonly count: number
  /** Those late or failed, the first ones only; `+4` for the others. Why: `cli doctor`. */
  readonly late: readonly string[]
  /** When the job that has not run for longest last ran, to the minute with the office's offset; null while none has. */
  readonly oldest: string | null
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
