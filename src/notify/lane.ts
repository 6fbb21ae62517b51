import type { Clock, Logger } from '../base/index.ts'
import type { Database, TakenJob } from '../db/index.ts'
import type { AppBudget } from './app-budget.ts'
import { DOUBT_MS, type Ended, release, settle } from './hold.ts'
import { type InHand, isFresh, putBack } from './in-hand.ts'
import type { Deliver, Delivery, PushBudget, PushQueue, TakenPush } from './push.ts'
import { bury, type PushBoss } from './queues.ts'
import type { Settle } from './settle.ts'
import type { Take } from './take.ts'

/** What is to be sent to one person in one queue: what is in hand, then every waiting push up to `upTo`, oldest first. */
export interface Lane {
  readonly queue: PushQueue
  readonly userid: string
  /** 0 where nothing waits beyond what is in hand. */
  upTo: bigint
  readonly hand: InHand[]
  /** Sent from the hand, and not written down yet. */
  arrived: readonly bigint[]
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

/** Which of the budgets' two limits a queue keeps to. */
const LIMITS_OF = { chat: 'chat', digest: 'bulk' } as const
const MINUTE_MS = 60_000
/** Another node filled a member's minute: looked at again soon, since we do not know when it began. */
const FULL_MS = 10_000
/** Another node is sending to the person: it is done in a moment, unless it died. */
const BUSY_MS = 1_000

/** What running a lane needs beside. */
export type RunMeans = LaneMeans & { readonly take: Take; readonly settle: Settle }

/** Sends what waits in the lane, one push after another, until it is empty or must wait. */
export async function runLane(lane: Lane, means: RunMeans, mayGo: () => boolean): Promise<LaneEnd> {
  const stop = await sendHand(lane, means, mayGo)
  return stop ?? (lane.upTo > 0n ? sendWaiting(lane, means, mayGo) : { kind: 'empty' })
}

/** Sends what was taken when it was stored; what cannot go now is put back among what waits. */
async function sendHand(
  lane: Lane,
  means: RunMeans,
  mayGo: () => boolean,
): Promise<LaneEnd | undefined> {
  const taken = lane.hand.map(({ push }) => push.id)
  try {
    return await tryHand(lane, means, mayGo)
  } catch (error) {
    // What became of them may not be written down: all of them are looked at again.
    lane.arrived = []
    for (const id of taken) waitsFor(lane, id)
    throw error
  }
}

async function tryHand(
  lane: Lane,
  means: RunMeans,
  mayGo: () => boolean,
): Promise<LaneEnd | undefined> {
  const { clock, budget, appBudget, database } = means
  const { hand, queue } = lane
  const sent: Ended[] = []
  lane.arrived = []
  let stop: LaneEnd | undefined
  while (!stop) {
    const now = clock.now()
    const [next] = hand
    if (!next || !isFresh(next, now)) break
    stop = mayGo() ? waitOf(lane, means, now) : STOPPING
    const minute = stop ? undefined : await appBudget.reserve(LIMITS_OF[queue])
    if (minute) stop = { kind: 'wait', until: minute }
    if (stop) break
    hand.shift()
    budget.sent(lane.userid)
    const delivery = await means.deliver(next.push)
    const ended = arrived(next.push, delivery)
    if (ended) {
      sent.push(ended)
      lane.arrived = sent.map(({ id }) => id)
    } else {
      stop = await record(next.push, delivery, now, means)
      if (stop) waitsFor(lane, next.push.id)
    }
  }
  for (const { push } of hand) waitsFor(lane, push.id)
  await Promise.all([means.settle(sent, clock.now()), putBack(database.sql, hand.splice(0))])
  return stop
}

/** That push waits beyond what is in hand. */
export function waitsFor(lane: Lane, id: bigint): void {
  if (id > lane.upTo) lane.upTo = id
}

async function sendWaiting(lane: Lane, means: RunMeans, mayGo: () => boolean): Promise<LaneEnd> {
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
    const kind = LIMITS_OF[queue]
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
    if (push === 'busy') return { kind: 'wait', until: new Date(now.getTime() + BUSY_MS) }
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
  const until = budget.nextAt(lane.userid, LIMITS_OF[lane.queue])
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
