import { officeDay, officeTime } from '../base/index.ts'
import type { Finding } from './finding.ts'
import { say } from './words.ts'
import type { JobState } from './world.ts'

/** Every scheduled job: wrong when it failed, when it is late, or when nothing can be planned for want of a calendar. */
export function jobFindings(jobs: readonly JobState[]): Finding[] {
  return jobs.map((job) => ({
    check: `job-${job.job}`,
    ok: job.failure === undefined && (job.state === 'ok' || job.state === 'unborn'),
    what: say('doctor-job', { job: job.job }),
    said: told(job),
  }))
}

function told({ lastDone, failure, state }: JobState): string {
  const at = lastDone && `${officeDay(lastDone)} ${officeTime(lastDone)}`
  if (failure !== undefined) return say('said-failed', { reason: failure })
  if (state === 'unplanned') return say('said-unplanned')
  if (state === 'late') return at ? say('said-late', { at }) : say('said-late-never')
  return at ? say('said-last', { at }) : say('said-never')
}
