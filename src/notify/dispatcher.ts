import type { TakenJob } from '../db/index.ts'
import { createFinished } from './finished.ts'
import { abandoned, forgotten, HOLD_MS } from './hold.ts'
import { putBack } from './in-hand.ts'
import { type Lane, type LaneMeans, runLane, waitsFor } from './lane.ts'
import type { AtOnce, PushQueue } from './push.ts'
import { deadBefore, fileLater, heldJobs, QUEUES, returnJobs, takeJobs } from './queues.ts'
import { createSettle } from './settle.ts'
import type { StoredLane } from './storing.ts'
import { createTake } from './take.ts'
import { lasts, type Wait, waitFrom } from './wait.ts'

/** Lanes that may send at once. Chat has room of its own, so that no slot of digests delays an answer. */
const WIDTH: Readonly<Record<PushQueue, number>> = { chat: 8, digest: 4 }

/** Jobs of a lane that must wait longer are given back to the queue. */
const KEEP_MS = 10 * 60_000

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
  /** How to store an answer to that person, if it would be sent as soon as it is committed. */
  atOnce(userid: string): AtOnce | undefined
  /** These were stored so and are committed: sends them now. */
  send(lanes: readonly StoredLane[]): void
  /** Takes up pushes whose job was lost. Returns how many people they are for. */
  sweep(): Promise<number>
  /** Looks, and resolves when nothing can be sent at this instant. */
  idle(): Promise<void>
  /** Resolves when nothing is under way; looks for nothing new. */
  settled(): Promise<void>
  /** Stops taking, lets running tries end, gives the rest back. */
  drain(): Promise<void>
}

interface Held extends Lane {
  running: boolean
  /** Not while it lasts. */
  wait: Wait | undefined
  /** Jobs still in the queue, not needed once the lane is empty. */
  readonly later: string[]
  /** No job would bring it back. */
  unfiled: boolean
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
  /** Queues in which to look for what another process left unfinished. */
  const left = new Set<PushQueue>()
  let pause: Wait | undefined
  let stopped = false
  let fetching: Promise<void> | undefined
  const finished = createFinished(boss, log)
  let stopTimer: (() => void) | undefined

  const paused = (): boolean => lasts(pause, clock.now())
  const keyOf = (lane: { queue: PushQueue; userid: string }): string =>
    `${lane.queue} ${lane.userid}`
  const sending: Record<PushQueue, number> = { chat: 0, digest: 0 }
  const room = (queue: PushQueue): number => WIDTH[queue] - sending[queue]

  function laneOf({ queue, userid }: { queue: PushQueue; userid: string }): Held {
    const key = keyOf({ queue, userid })
    const known = lanes.get(key)
    if (known) return known
    const begin = { upTo: 0n, running: false, wait: undefined, unfiled: false, failed: false }
    const lane: Held = { queue, userid, ...begin, jobs: [], hand: [], arrived: [], later: [] }
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
      if (left.delete(queue)) await takeOver(queue)
      const count = room(queue) * 4
      if (!more.has(queue) || count <= 0 || stopped || paused()) continue
      more.delete(queue)
      const taken = await takeJobs(boss, queue, count)
      if (taken.length === count) more.add(queue)
      for (const { id, userid, job } of taken) add({ queue, userid, upTo: id }, job)
      launch()
    }
  }

  /** Another process may have died with these in hand; one that lives holds its pushes, and nothing is sent twice. */
  async function takeOver(queue: PushQueue): Promise<void> {
    const held = await heldJobs(boss, queue)
    const left = await abandoned(database.sql, queue, deadBefore(clock.now()))
    const found = [...held.map(({ id, userid }) => ({ queue, userid, upTo: id })), ...left]
    for (const lane of found.filter((one) => !lanes.has(keyOf(one)))) {
      add(lane)
      laneOf(lane).unfiled = left.includes(lane)
    }
    launch()
  }

  function launch(): void {
    const now = clock.now()
    for (const lane of lanes.values()) {
      if (stopped || paused()) return
      if (lane.running || lasts(lane.wait, now) || room(lane.queue) <= 0) continue
      lane.running = true
      sending[lane.queue] += 1
      lane.wait = undefined
      const run = send(lane).finally(() => {
        running.delete(run)
        lane.running = false
        sending[lane.queue] -= 1
        next()
        rest()
      })
      running.add(run)
    }
  }

  async function send(lane: Held): Promise<void> {
    const { queue, upTo } = lane
    const [jobs, later] = [[...lane.jobs], [...lane.later]]
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
        finished.add(queue, jobs, later)
        return
      }
      if (end.kind === 'wait') {
        const wait = { from: clock.now(), until: end.until }
        lane.wait = wait
        if (end.everybody) pause = wait
        if (end.until.getTime() - wait.from.getTime() <= KEEP_MS) return
      }
      await returnJobs(boss, jobs, end.kind === 'wait' ? 'waiting' : end.failure)
      const inHand = jobs.length === 0 && (later.length > 0 || lane.unfiled)
      if (end.kind === 'back-off' && inHand && !lane.failed) {
        lane.failed = true
        lane.wait = waitFrom(clock.now(), SECOND_TRY_MS)
        return
      }
      forget(await file(lane))
    } catch (error) {
      // The database is away: the lane is kept and looked at again.
      log.error({ err: error }, 'sending interrupted')
      lane.wait = waitFrom(clock.now(), HOLD_MS)
    }
  }

  /** From now on the queue says when what is not sent comes again; gives up to which push. */
  async function file(lane: Held): Promise<bigint> {
    const { upTo, queue, userid, unfiled } = lane
    if (!unfiled) return upTo
    lane.unfiled = false
    await fileLater(database.sql, boss, queue, { id: upTo, userid }).catch((failure: unknown) => {
      lane.unfiled = true
      throw failure
    })
    return upTo
  }

  /** Nothing is under way: time for what can wait. */
  function rest(): void {
    if (running.size === 0 && !fetching) finished.settle()
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

  function poll(): void {
    for (const queue of QUEUES) left.add(queue)
    wake()
  }

  async function adopt(createdBefore: Date, triedBefore: Date): Promise<number> {
    const found = await forgotten(database.sql, { createdBefore, triedBefore })
    for (const lane of found) add(lane)
    launch()
    return found.length
  }

  async function settled(): Promise<void> {
    while (running.size > 0 || fetching || finished.settling())
      await Promise.all([...running, fetching, finished.settling()])
  }

  return {
    wake,
    atOnce(userid) {
      const now = clock.now()
      const { wait, arrived = [] } = lanes.get(keyOf({ queue: 'chat', userid })) ?? {}
      const late = lasts(wait, now) || means.budget.nextAt(userid, 'chat') > now
      return stopped || paused() || late ? undefined : { ...means.budget.limits('chat'), arrived }
    },
    send(stored) {
      const since = clock.now()
      for (const { queue, userid, upTo, job, taken } of stored) {
        const lane = laneOf({ queue, userid })
        lane.hand.push(...taken.map((push) => ({ push, since })))
        if (job === undefined) lane.unfiled = true
        else lane.later.push(job)
        // Something older waits: these come after it.
        if (taken.at(-1)?.id !== upTo && upTo > lane.upTo) lane.upTo = upTo
      }
      launch()
    },
    start() {
      const now = clock.now()
      const adopting: Promise<void> = adopt(now, now)
        .then(() => undefined)
        .catch((error: unknown) => log.error({ err: error }, 'outbox not readable'))
        .finally(() => running.delete(adopting))
      running.add(adopting)
      let ticks = 0
      stopTimer = every(TICK_MS, () => (++ticks % TICKS_A_POLL === 0 ? poll() : next()))
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
    settled,
    async drain() {
      stopped = true
      stopTimer?.()
      await settled()
      for (const lane of lanes.values()) {
        for (const { push } of lane.hand) waitsFor(lane, push.id)
        await putBack(database.sql, lane.hand).catch(() => undefined)
        // Lost jobs are no loss: the next start takes up every waiting push.
        await returnJobs(boss, lane.jobs, 'stopping').catch(() => undefined)
        await file(lane).catch(() => undefined)
      }
      lanes.clear()
    },
  }
}
