import { schedule } from 'node-cron'
import type { Clock, Logger } from '../base/index.ts'
import { followIssues, loadIssuePolicy, settleGrievances } from '../cases/index.ts'
import { type Database, sealAudit } from '../db/index.ts'
import { followDuties, loadDuties } from '../duties/index.ts'
import type { Json } from '../notify/index.ts'
import { issueWords } from '../supervision/index.ts'
import { loadSurveyPolicy, moveSpool } from '../surveys/index.ts'
import { type GrievanceNews, tellOfGrievances } from './grievances.ts'
import { passOn } from './pass-on.ts'
import { queueReminders, type ReminderMeans } from './reminders.ts'
import { eraseOld, forgetOld } from './retention.ts'
import { createRunner, type Ran } from './runner.ts'

/** What the jobs need. */
export interface JobMeans extends ReminderMeans {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  /** The sender of pushes: woken after every slot, and asked to look for forgotten ones. */
  readonly dispatcher: { wake(): void; sweep(): Promise<number> }
  /** Takes over calendars and rules that were imported since, on every node; before anything else of a tick. */
  readonly renewLaw: () => Promise<void>
  /** Fetches the pictures that wait; how many were looked at. */
  readonly fetchMedia: () => Promise<number>
  /** Ends reconciliations whose quiet days have passed; how many lots. */
  readonly endReconciliations: () => Promise<number>
  /** What complaints and reports need of a job; undefined where the office has no CASE_KEY. */
  readonly grievances?: Pick<GrievanceNews, 'sealer' | 'clocks'> | undefined
  /** Finishes messages that were stored but not acted on; how many. */
  readonly finishMessages: () => Promise<number>
  /** Looks at 微信客服 without a callback, and tells suppliers what has come up; how many. */
  readonly lookAtCounter: () => Promise<number>
  /** Reminds people of reports left half-way; how many. */
  readonly nudge: () => Promise<number>
  /** Starts the minute ticks and returns how to stop them; node-cron unless a test hands in its own. */
  readonly everyMinute?: (work: () => void) => () => void
}

/** The running jobs. */
export interface Jobs {
  /** Runs what is due now; `moved` when the simulator's clock was moved by hand. */
  tick(cause?: 'moved'): Promise<Ran[]>
  /** No further tick; resolves when the running one has ended. */
  stop(): Promise<void>
}

/** At an odd second of every minute. */
const MINUTELY = '7 * * * * *'

function withCron(work: () => void): () => void {
  const task = schedule(MINUTELY, work, { name: 'minute' })
  return () => void task.destroy()
}

/** Starts the jobs: one tick at once, for what was missed while the service was down, then one a minute. */
export function startJobs(means: JobMeans): Jobs {
  const { database, clock, policy, dispatcher } = means
  const surveys = loadSurveyPolicy()
  const issues = loadIssuePolicy()
  const duties = loadDuties()
  const counted = async (work: Promise<number>): Promise<Json> => ({ count: await work })
  const tick = createRunner({
    ...means,
    remind: async (tx, run) => (await queueReminders(tx, run, means)).length,
    committed: () => dispatcher.wake(),
    chores: {
      'seal-audit': () => counted(sealAudit(database)),
      'move-answers': () => counted(moveSpool(database, surveys)),
      'follow-issues': () =>
        counted(
          followIssues(database, issueWords, { calendar: means.calendar, issues, at: clock.now() }),
        ),
      'follow-duties': () =>
        counted(
          followDuties(database, { book: duties, calendar: means.calendar, at: clock.now() }),
        ),
      'fetch-media': () => counted(means.fetchMedia()),
      'finish-messages': () => counted(means.finishMessages()),
      'sweep-pushes': () => counted(dispatcher.sweep()),
      'pass-on': async () => {
        const count = await passOn(database, means, clock.now())
        if (count > 0) dispatcher.wake()
        return { count }
      },
      'end-reconciliations': () => counted(means.endReconciliations()),
      'settle-grievances': () => counted(database.transaction((tx) => settleGrievances(tx))),
      'tell-of-grievances': async () => {
        const { grievances } = means
        const count = grievances
          ? await tellOfGrievances({ ...means, ...grievances }, clock.now())
          : 0
        if (count > 0) dispatcher.wake()
        return { count }
      },
      'look-at-counter': () => counted(means.lookAtCounter()),
      nudge: () => counted(means.nudge()),
      'forget-old': async () => {
        const erased = await eraseOld(database, policy, clock.now())
        return { count: (await forgetOld(database, policy, clock.now())) + erased }
      },
    },
  })
  /** Without it the tick goes on with what was known: the database may be away for a moment. */
  const renewed = (): Promise<void> =>
    means.renewLaw().catch((error: unknown) => {
      means.log.error({ err: error }, 'imported rules and calendars could not be read')
    })
  let stopped = false
  let last: Promise<unknown> = Promise.resolve()
  const keep = (ticked: Promise<Ran[]>): Promise<Ran[]> => {
    last = ticked
    return ticked
  }
  const run = (cause?: 'moved'): Promise<Ran[]> =>
    keep(stopped ? Promise.resolve([]) : renewed().then(() => tick(cause)))
  const stopTimer = (means.everyMinute ?? withCron)(() => void run())
  // Assembly has just read the law.
  void keep(tick())
  return {
    tick: run,
    async stop() {
      stopped = true
      stopTimer()
      await last
    },
  }
}
