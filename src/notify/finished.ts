import type { Logger } from '../base/index.ts'
import type { TakenJob } from '../db/index.ts'
import type { PushQueue } from './push.ts'
import { dropJobs, endJobs, type PushBoss, QUEUES } from './queues.ts'

/** Jobs in one statement that settles them. An unsettled one only comes again, and finds nothing to send. */
const TOGETHER = 64

/** Jobs whose lanes are empty, until they are settled. */
export interface Finished {
  /** Jobs in hand, and ids of filed ones that nobody needs any more. Settles once there are many. */
  add(queue: PushQueue, jobs: readonly TakenJob[], needless: readonly string[]): void
  /** Settles what there is, now that nothing else is to be done. */
  settle(): void
  /** The settling that is under way. */
  settling(): Promise<void> | undefined
}

/** Settles jobs many together: a round trip for each would cost more than the sending. */
export function createFinished(boss: PushBoss, log: Logger): Finished {
  const finished: Record<PushQueue, TakenJob[]> = { chat: [], digest: [] }
  const needless: Record<PushQueue, string[]> = { chat: [], digest: [] }
  let settling: Promise<void> | undefined
  const count = (queue: PushQueue): number => finished[queue].length + needless[queue].length

  function settle(): void {
    settling ??= settleAll().finally(() => {
      settling = undefined
    })
  }

  async function settleAll(): Promise<void> {
    for (;;) {
      const queue = QUEUES.find((one) => count(one) > 0)
      if (!queue) return
      // A job that cannot be settled comes again, and finds nothing to send.
      await Promise.all([
        endJobs(boss, queue, finished[queue].splice(0)),
        dropJobs(boss, queue, needless[queue].splice(0)),
      ]).catch((error: unknown) => log.error({ err: error }, 'jobs not settled'))
    }
  }

  return {
    add(queue, jobs, later) {
      finished[queue].push(...jobs)
      needless[queue].push(...later)
      if (count(queue) >= TOGETHER) settle()
    },
    settle,
    settling: () => settling,
  }
}
