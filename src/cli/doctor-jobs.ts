import { officeDay, officeTime } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import type { Finding } from './finding.ts'
import { say } from './words.ts'

interface LastRun {
  readonly job: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly failure: string | null
}

/** The last run of every scheduled job; one that failed is wrong, one that never ran is not (a fresh office). */
export async function jobFindings(database: Database, jobs: readonly string[]): Promise<Finding[]> {
  const rows = await database.client.$queryRaw<LastRun[]>`
    SELECT DISTINCT ON ("job") "job", "startedAt", "finishedAt", "failure" FROM "CronRun" ORDER BY "job", "slot" DESC`
  const last = new Map(rows.map((row) => [row.job, row]))
  return jobs.map((job) => {
    const run = last.get(job)
    return {
      check: `job-${job}`,
      ok: run === undefined || run.failure === null,
      what: say('doctor-job', { job }),
      said: run ? told(run) : say('said-never'),
    }
  })
}

function told(run: LastRun): string {
  const at = `${officeDay(run.startedAt)} ${officeTime(run.startedAt)}`
  if (run.failure !== null) return say('said-failed', { at, reason: run.failure })
  return say(run.finishedAt ? 'said-last' : 'said-unfinished', { at })
}
