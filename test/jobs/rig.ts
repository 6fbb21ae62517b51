import { silentLog } from '../../src/base/index.ts'
import { type Boss, createBoss } from '../../src/db/index.ts'
import { type JobMeans, type Jobs, loadPolicy, startJobs } from '../../src/jobs/index.ts'
import { createDispatcher, pushQueues } from '../../src/notify/index.ts'
import { office } from '../supervision/rig.ts'
import { handClock } from '../support/clock.ts'
import { seededEntropy } from '../support/entropy.ts'

/** An office with its jobs, whose minutes pass by hand. One lot is late since the summer. */
export async function officeWithJobs(start: string) {
  const rig = await office()
  const { database, business } = rig
  const clock = handClock(start)
  const boss: Boss = await createBoss({ url: database.url, log: silentLog, queues: pushQueues })
  const refused = new Set<string>()
  const held = { until: new Date(0) }
  const sent: { to: string; template: string }[] = []
  const dispatcher = createDispatcher(
    {
      database,
      boss,
      clock,
      log: silentLog,
      quietMinutes: [],
      budget: {
        nextAt: () => new Date(Math.max(held.until.getTime(), clock.now().getTime())),
        sent: () => undefined,
        limits: () => ({ perMinute: 30, perHour: 1000 }),
      },
      appBudget: { reserve: async () => undefined, giveBack: () => undefined },
      deliver: async ({ userid, template }) => {
        if (refused.has(userid)) return { kind: 'rejected', failure: 'recipient unreachable' }
        sent.push({ to: userid, template })
        return { kind: 'sent' }
      },
    },
    () => () => undefined,
  )
  const done: string[] = []
  const means: JobMeans = {
    database,
    boss,
    clock,
    calendar: business.calendar,
    policy: loadPolicy(),
    log: silentLog,
    entropy: seededEntropy('jobs'),
    linkUrl: (page, token) => `https://office.test/${page}/${token}`,
    unreachedAfter: 10,
    remindAfter: 5,
    dispatcher,
    fetchMedia: async () => done.push('fetch-media'),
    nudge: async () => done.push('nudge'),
    renewLaw: async () => {},
    finishMessages: async () => done.push('finish-messages'),
    endReconciliations: async () => done.push('end-reconciliations'),
    lookAtCounter: async () => done.push('look-at-counter'),
    everyMinute: () => () => undefined,
  }
  const lot = await rig.project('焦财采-1', '图书采购')
  await business.tell(lot, 'AWARD_NOTICE_SENT', '2026-06-01')
  const running: Jobs[] = []
  return {
    ...rig,
    clock,
    boss,
    means,
    sent,
    done,
    dispatcher,
    /** WeCom says that this person cannot be reached; without one, that everybody can. */
    refuse: (userid?: string) => {
      refused.clear()
      if (userid) refused.add(userid)
    },
    /** Nothing leaves for the moment. */
    hold: () => {
      held.until = new Date(8e12)
    },
    letGo: () => {
      held.until = new Date(0)
    },
    /** A process of its own on the same database. */
    async start(given: Partial<JobMeans> = {}): Promise<Jobs> {
      const jobs = startJobs({ ...means, ...given })
      running.push(jobs)
      await jobs.tick()
      return jobs
    },
    runs: async (...jobs: string[]) => {
      const rows = await database.client.cronRun.findMany({
        where: { job: { in: jobs } },
        orderBy: [{ slot: 'asc' }, { job: 'asc' }],
      })
      return rows.map(({ job, slot, failure, finishedAt, result }) => ({
        run: `${job} ${new Date(slot.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)}`,
        state: failure ? `failed ${failure}` : finishedAt ? 'done' : 'running',
        merged: JSON.stringify(result).includes('mergedInto'),
      }))
    },
    async [Symbol.asyncDispose]() {
      for (const jobs of running) await jobs.stop()
      await dispatcher.idle()
      await boss.stop()
      await rig[Symbol.asyncDispose]()
    },
  }
}
