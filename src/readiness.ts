import type { Clock } from './base/index.ts'
import { type Database, migrationState } from './db/index.ts'
import type { Readiness } from './http/index.ts'
import { type JobMeans, jobReports } from './jobs/index.ts'

/** Whether the service can do its work. Late jobs are shown, but a node that can answer stays in service. */
export async function readiness(
  database: Database,
  plan: Pick<JobMeans, 'policy' | 'calendar'>,
  clock: Clock,
): Promise<Readiness> {
  try {
    await database.ping()
    const { pending } = await migrationState(database.url)
    const migrations = pending.length === 0 ? 'ok' : `pending: ${pending.join(', ')}`
    if (pending.length > 0) return { ready: false, checks: { database: 'ok', migrations } }
    const reports = await jobReports(database.client, plan, clock.now())
    const wrong = reports.filter(({ state, failure }) => failure !== undefined || state === 'late')
    const jobs = wrong.map(({ job, state, failure }) => [job, failure ?? state])
    return { ready: true, checks: { database: 'ok', migrations }, jobs: Object.fromEntries(jobs) }
  } catch {
    return { ready: false, checks: { database: 'unreachable' } }
  }
}
