import { type Clock, officeDay, officeTime } from './base/index.ts'
import { type Database, migrationState } from './db/index.ts'
import type { JobsShown, Readiness } from './http/index.ts'
import { type JobMeans, type JobReport, jobReports } from './jobs/index.ts'

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
    return { ready: true, checks: { database: 'ok', migrations }, jobs: jobsShown(reports) }
  } catch {
    return { ready: false, checks: { database: 'unreachable' } }
  }
}

/** Late jobs named at once: an open route says no more than 200 characters. */
const NAMED = 2

/** The dead man's row of all jobs, short. */
export function jobsShown(reports: readonly JobReport[]): JobsShown {
  const late = reports
    .filter(({ state, failure }) => failure !== undefined || state === 'late')
    .map(({ job }) => job)
  const more = late.length - NAMED
  const ran = reports.flatMap(({ lastDone }) => (lastDone ? [lastDone.getTime()] : []))
  const oldest = new Date(Math.min(...ran))
  return {
    count: reports.length,
    late: [...late.slice(0, NAMED), ...(more > 0 ? [`+${more}`] : [])],
    oldest: ran.length > 0 ? `${officeDay(oldest)}T${officeTime(oldest)}+08:00` : null,
  }
}
