import type { TakenJob } from '../db/index.ts'
import { forgotten, HOLD_MS } from './hold.ts'
import { putBack } from './in-hand.ts'
import { type Lane, type LaneMeans, runLane } from './lane.ts'
import type { MemberLimits, PushQueue } from './push.ts'
import { dropJobs, endJobs, QUEUES, returnJobs, takeJobs } from './queues.ts'
import { createSettle } from './settle.ts'
import type { StoredLane } from './storing.ts'
import { createTake } from './take.ts'

/** Lanes that may send at once. Chat has room of its own, so that no slot of digests delays an answer. */
const WIDTH: Readonly<Record<PushQueue, number>> = { chat: 8, digest: 4 }

/** Jobs of a lane that must wait longer are given back to the queue. */
const KEEP_MS = 10 * 60_000

/** Jobs in one statement that settles them. An unsettled one only comes again, and finds nothing to send. */
const SETTLED_TOGETHER = 64

/** After a failed first try of what was in hand, the second; from then on the queue says when. */
const SECOND_TRY_MS = 1_000

/** How often waiting lanes are looked at, and how many looks pass between two looks into the queue. */
const TICK_MS = 1_000
const TICKS_A_POLL = 10

/** A push that nobody has tried for so long is taken up without its job: longer than any back-off. */
const FORGOTTEN_MS = 15 * 60_000

/** Calls back every so many milliseconds; returns how to stop it. */
export type Every = (ms: number, work: () => void) => () => void

const realTimer: Every = (ms, work) => {
  const timer = setInterval(work, ms)
  timer.unref()
  return () => clearInterval(timer)
}

/** Sends what the outbox holds. */
export interface Dispatcher {
  /** Takes up what an earlier process left, then polls slowly. */
  start(): void
  /** Something was committed, in that queue if one is named: look now. */
  wake(queue?: PushQueue): void
  /** The limits to store an answer to that person under, if it would be sent as soon as it is committed. */
  atOnce(userid: string): MemberLimits | undefined
  /** These were stored so and are committed: sends them now. */
  send(lanes: readonly StoredLane[]): void
  /** Takes up pushes whose job was lost. Returns how many people they are for. */
  sweep(): Promise<number>
  /** Resolves when nothing can be sent at this instant. */
  idle(): Promise<void>
  /** Stops taking, lets running tries end, gives the rest back. */
  drain(): Promise<void>
}

interface Held extends Lane {
  running: boolean
  /** Not before. */
  until: Date | undefined
  /** Jobs still in the queue, not needed once the lane is empty. */
  readonly later: string[]
  /** A first try failed a moment ago. */
  failed: boolean
}

/** One sender a process, woken at every commit (DESIGN §2, "Replies"). */
export function createDispatcher(means: LaneMeans, every: Every = realTimer): Dispatcher {
  const { database, boss, clock, log } = means
  const take = createTake(database.sql)
  const settle = createSettle(database.sql)
  const lanes = new Map<string, Held>()
  const running = new Set<Promise<void>>()
  const more = new Set<PushQueue>(QUEUES)
  let pausedUntil: Date | undefined
  let stopped = false
  let fetching: Promise<void> | undefined
  /** Jobs whose lanes are empty, not yet settled: taken ones, and ids of others. */
  const finished: Record<PushQueue, TakenJob[]> = { chat: [], digest: [] }
  const needless: Record<PushQueue, string[]> = { chat: [], digest: [] }
  let finishing: Promise<void> | undefined
  let stopTimer: (() => void) | undefined

  const paused = (): boolean => pausedUntil !== undefined && clock.now() < pausedUntil
  const keyOf = (lane: { queue: PushQueue; userid: string }): string =>
    `${lane.queue} ${lane.userid}`
  const room = (queue: PushQueue): number =>
    WIDTH[queue] - [...lanes.values()].filter((l) => l.queue === queue && l.running).length

  function laneOf({ queue, userid }: { queue: PushQueue; userid: string }): Held {
    const key = keyOf({ queue, userid })
    const known = lanes.get(key)
    if (known) return known
    const begin = { upTo: 0n, running: false, until: undefined, failed: false }
    const lane: Held = { queue, userid, ...begin, jobs: [], hand: [], later: [] }
    lanes.set(key, lane)
    return lane
  }

  function add(found: { queue: PushQueue; userid: string; upTo: bigint }, job?: TakenJob): void {
    const lane = laneOf(found)
    if (found.upTo > lane.upTo) lane.upTo = found.upTo
    if (job) lane.jobs.push(job)
  }

  /** Takes jobs, chat first, each queue as far as it has room. */
  async function fetch(): Promise<void> {
    for (const queue of QUEUES) {
      const count = room(queue) * 4
      if (!more.has(queue) || count <= 0 || stopped || paused()) continue
      more.delete(queue)
      const taken = await takeJobs(boss, queue, count)
      if (taken.length === count) more.add(queue)
      for (const { id, userid, job } of taken) add({ queue, userid, upTo: id }, job)
      launch()
    }
  }

  function launch(): void {
    const now = clock.now()
    for (const lane of lanes.values()) {
      if (stopped || paused()) return
      if (lane.running || (lane.until && lane.until > now) || room(lane.queue) <= 0) continue
      lane.running = true
      lane.until = undefined
      const run = send(lane).finally(() => {
        running.delete(run)
        lane.running = false
        next()
        rest()
      })
      running.add(run)
    }
  }

  async function send(lane: Held): Promise<void> {
    const { queue, upTo } = lane
    const jobs = [...lane.jobs]
    const later = [...lane.later]
    /** What arrived for the lane meanwhile stays. */
    const forget = (done: bigint): void => {
      lane.jobs.splice(0, jobs.length)
      lane.later.splice(0, later.length)
      if (lane.upTo === done && lane.jobs.length + lane.hand.length === 0) lanes.delete(keyOf(lane))
    }
    try {
      const end = await runLane(lane, { ...means, take, settle }, () => !stopped && !paused())
      if (end.kind === 'empty') {
        forget(upTo)
        finish(queue, jobs, later)
        return
      }
      if (end.kind === 'wait') {
        lane.until = end.until
        if (end.everybody) pausedUntil = end.until
        if (end.until.getTime() - clock.now().getTime() <= KEEP_MS) return
      }
      await returnJobs(boss, jobs, end.kind === 'wait' ? 'waiting' : end.failure)
      if (jobs.length === 0 && later.length > 0 && !lane.failed) {
        lane.failed = true
        lane.until = new Date(clock.now().getTime() + SECOND_TRY_MS)
      } else forget(lane.upTo)
    } catch (error) {
      // The database is away: the lane is kept and looked at again.
      log.error({ err: error }, 'sending interrupted')
      lane.until = new Date(clock.now().getTime() + HOLD_MS)
    }
  }

  /** Settles jobs, many together: once that many are done, or nothing more is being sent. */
  function finish(queue: PushQueue, jobs: readonly TakenJob[], later: readonly string[]): void {
    finished[queue].push(...jobs)
    needless[queue].push(...later)
    if (finished[queue].length + needless[queue].length >= SETTLED_TOGETHER) settleSoon()
  }

  /** Nothing is under way: time for what can wait. */
  function rest(): void {
    if (running.size === 0 && !fetching) settleSoon()
  }

  function settleSoon(): void {
    finishing ??= settleJobs().finally(() => {
      finishing = undefined
    })
  }

  async function settleJobs(): Promise<void> {
    for (;;) {
      const queue = QUEUES.find((one) => finished[one].length + needless[one].length > 0)
      if (!queue) return
      // A job that cannot be settled comes again, and finds nothing to send.
      await Promise.all([
        endJobs(boss, queue, finished[queue].splice(0)),
        dropJobs(boss, queue, needless[queue].splice(0)),
      ]).catch((error: unknown) => log.error({ err: error }, 'jobs not settled'))
    }
  }

  /** Goes on where there is room: with lanes in hand, and with jobs if the last look left some. */
  function next(): void {
    if (stopped) return
    launch()
    if (more.size === 0 || fetching) return
    fetching = fetch()
      .catch((error: unknown) => log.error({ err: error }, 'queue not readable'))
      .then(() => {
        fetching = undefined
        if (QUEUES.some((queue) => more.has(queue) && room(queue) > 0) && !paused()) next()
        rest()
      })
  }

  function wake(queue?: PushQueue): void {
    for (const one of queue ? [queue] : QUEUES) more.add(one)
    next()
  }

  async function adopt(createdBefore: Date, triedBefore: Date): Promise<number> {
    const found = await forgotten(database.sql, { createdBefore, triedBefore })
    for (const lane of found) add(lane)
    launch()
    return found.length
  }

  async function settled(): Promise<void> {
    while (running.size > 0 || fetching || finishing)
      await Promise.all([...running, fetching, finishing])
  }

  return {
    wake,
    atOnce(userid) {
      const now = clock.now()
      const until = lanes.get(keyOf({ queue: 'chat', userid }))?.until ?? now
      const late = until > now || means.budget.nextAt(userid, 'chat') > now
      return stopped || paused() || late ? undefined : means.budget.limits('chat')
    },
    send(stored) {
      const since = clock.now()
      for (const { queue, userid, upTo, job, taken } of stored) {
        const lane = laneOf({ queue, userid })
        lane.hand.push(...taken.map((push) => ({ push, since })))
        lane.later.push(job)
        // Something older waits: these come after it.
        if (taken.at(-1)?.id !== upTo && upTo > lane.upTo) lane.upTo = upTo
      }
      launch()
    },
    start() {
      const now = clock.now()
      adopt(now, now).catch((error: unknown) => log.error({ err: error }, 'outbox not readable'))
      let ticks = 0
      stopTimer = every(TICK_MS, () => (++ticks % TICKS_A_POLL === 0 ? wake() : next()))
      wake()
    },
    sweep() {
      const now = clock.now().getTime()
      return adopt(new Date(now - KEEP_MS / 10), new Date(now - FORGOTTEN_MS))
    },
    async idle() {
      wake()
      await settled()
    },
    async drain() {
      stopped = true
      stopTimer?.()
      await settled()
      for (const { jobs, hand } of lanes.values()) {
        await putBack(database.sql, hand).catch(() => undefined)
        // Lost jobs are no loss: the next start takes up every waiting push.
        await returnJobs(boss, jobs, 'stopping').catch(() => undefined)
      }
      lanes.clear()
    },
  }
}
