import type { Tx } from '../db/index.ts'
import type { PushQueue } from './push.ts'

/** What a job carries: everything else is read from the push itself. */
export interface PushJobData {
  readonly pushId: string
  readonly userid: string
}

/** A job in the hands of the dispatcher. */
export interface PushJob {
  readonly id: string
  readonly data: PushJobData
}

/** The queue that carries pushes (pg-boss): it says when to try again; whether a push goes is said by its row. */
export interface PushJobs {
  /** Adds jobs in the caller's transaction. */
  enqueue(tx: Tx, queue: PushQueue, jobs: readonly PushJobData[]): Promise<void>
  /** Takes up to so many jobs. */
  take(queue: PushQueue, count: number): Promise<PushJob[]>
  done(queue: PushQueue, ids: readonly string[]): Promise<void>
  /** Gives jobs back, to be tried later, each time after a longer wait. */
  fail(queue: PushQueue, ids: readonly string[], failure: string): Promise<void>
  /** Lists a push that can never be sent, in the caller's transaction. */
  bury(tx: Tx, push: PushJobData & { readonly failure: string }): Promise<void>
}
