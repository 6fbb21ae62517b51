import type { Clock, Logger } from '../base/index.ts'
import type { Database, TakenJob } from '../db/index.ts'
import type { AppBudget } from './app-budget.ts'
import { DOUBT_MS, type Ended, HOLD_MS, release, settle } from './hold.ts'
import type { Deliver, Delivery, PushBudget, PushQueue, TakenPush } from './push.ts'
import { bury, type PushBoss } from './queues.ts'
import type { Take } from './take.ts'

/** What is to be sent to one person in one queue: every waiting push up to `upTo`, oldest first. */
export interface Lane {
  readonly queue: PushQueue
  readonly userid: string
  upTo: bigint
  /** The jobs that asked for it; none for pushes found without one. */
  readonly jobs: TakenJob[]
}

/** How far a lane got. */
export type LaneEnd =
  | { readonly kind: 'empty' }
  /** Nothing may go to this person before that instant. */
  | { readonly kind: 'wait'; readonly until: Date; readonly everybody?: true }
  /** This try failed, the next comes later. */
  | { readonly kind: 'back-off'; readonly failure: string }

/** What sending needs. */
export interface LaneMeans {
  readonly database: Pick<Database, 'sql' | 'sqlTransaction'>
  readonly boss: PushBoss
  readonly deliver: Deliver
  readonly budget: PushBudget
  readonly appBudget: AppBudget
  readonly clock: Clock
  readonly log: Logger
  /** Minutes of the hour in which no digest leaves. */
  readonly quietMinutes: readonly number[]
}

const MINUTE_MS = 60_000
/** Another node filled a member's minute: looked at again soon, since we do not know when it began. */
const FULL_MS = 10_000

/** Sends what waits in the lane, one push after another, until it is empty or must wait. */
export async function runLane(
  lane: Lane,
  means: LaneMeans & { readonly take: Take },
  mayGo: () => boolean,
): Promise<LaneEnd> {
  const { database, budget, clock } = means
  const { queue, userid } = lane
  /** Went a moment ago; written down together with the next look. */
  let sent: Ended | undefined
  for (;;) {
    const now = clock.now()
    const obstacle = mayGo() ? waitOf(lane, means, now) : STOPPING
    if (obstacle) {
      if (sent) await settle(database.sql, sent.id, sent.ending, now)
      return obstacle
    }
    const kind = queue === 'chat' ? 'chat' : 'bulk'
    const minute = await means.appBudget.reserve(kind)
    if (minute) {
      if (sent) await settle(database.sql, sent.id, sent.ending, now)
      return { kind: 'wait', until: minute }
    }
    const limits = budget.limits(kind)
    const push = await means.take({ queue, userid, upTo: lane.upTo, now, limits, before: sent })
    sent = undefined
    if (typeof push === 'string') means.appBudget.giveBack()
    if (push === 'full') return { kind: 'wait', until: new Date(now.getTime() + FULL_MS) }
    if (push === 'none') return { kind: 'empty' }
    if (push === 'busy') return { kind: 'wait', until: new Date(now.getTime() + HOLD_MS) }
    if (push.doubtFrom && now.getTime() - push.doubtFrom.getTime() >= DOUBT_MS) {
      await end(push, { status: 'UNCERTAIN', failure: 'outcome-unknown' }, means)
      continue
    }
    budget.sent(push.userid)
    const delivery = await means.deliver(push)
    sent = arrived(push, delivery)
    const stop = sent ? undefined : await record(push, delivery, now, means)
    if (stop) return stop
  }
}

const STOPPING: LaneEnd = { kind: 'back-off', failure: 'stopping' }

/** What keeps the lane from sending now. */
function waitOf(lane: Lane, { budget, quietMinutes }: LaneMeans, now: Date): LaneEnd | undefined {
  if (lane.queue === 'digest' && quietMinutes.includes(now.getUTCMinutes())) {
    return {
      kind: 'wait',
      until: new Date((Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS),
    }
  }
  const until = budget.nextAt(lane.userid, lane.queue === 'chat' ? 'chat' : 'bulk')
  return until > now ? { kind: 'wait', until } : undefined
}

/** The push as sent, if that is what became of it. */
function arrived(push: TakenPush, delivery: Delivery): Ended | undefined {
  if (delivery.kind === 'sent') {
    const msgid = delivery.msgid === undefined ? {} : { msgid: delivery.msgid }
    return { id: push.id, ending: { status: 'SENT', ...msgid } }
  }
  // A card can be updated once only: a refusal after a try of unknown outcome means that one arrived.
  const updatedBefore =
    delivery.kind === 'rejected' && push.kind === 'UPDATE_CARD' && push.doubtFrom !== null
  return updatedBefore ? { id: push.id, ending: { status: 'SENT' } } : undefined
}

/** Writes down what a try came to that did not arrive; says when the lane must stop. */
async function record(
  push: TakenPush,
  delivery: Delivery,
  triedAt: Date,
  means: LaneMeans,
): Promise<LaneEnd | undefined> {
  const { clock, log } = means
  switch (delivery.kind) {
    case 'sent':
      return undefined
    case 'rejected':
      await end(push, { status: 'FAILED', failure: delivery.failure }, means)
      return undefined
    case 'retry':
    case 'throttled':
    case 'unknown': {
      const { kind, failure } = delivery
      const doubtFrom = kind === 'unknown' ? (push.doubtFrom ?? triedAt) : push.doubtFrom
      await release(means.database.sql, push.id, { failure, doubtFrom }, clock.now())
      log.warn({ push: String(push.id), attempts: push.attempts, failure }, 'push not sent yet')
      if (kind !== 'throttled') return { kind: 'back-off', failure }
      const until = new Date(clock.now().getTime() + delivery.retryAfterMs)
      return { kind: 'wait', until, everybody: true }
    }
  }
}

/** Ends a push that was not sent and lists it with the dead letters, both or neither. */
async function end(
  push: TakenPush,
  ending: { readonly status: 'FAILED' | 'UNCERTAIN'; readonly failure: string },
  { database, boss, clock, log }: LaneMeans,
): Promise<void> {
  const { failure, status } = ending
  await database.sqlTransaction(async (tx) => {
    if (!(await settle(tx, push.id, ending, clock.now()))) return
    await bury(tx, boss, push.queue, push, failure)
  })
  log.error({ push: String(push.id), template: push.template, status, failure }, 'push given up')
}
