import { silentLog, systemEntropy } from '../../src/base/index.ts'
import { createBoss, openDatabase } from '../../src/db/index.ts'
import {
  createAppBudget,
  createDispatcher,
  type Dispatcher,
  enqueuePushes,
  type NewPush,
  pushQueues,
} from '../../src/notify/index.ts'
import { deliverThrough } from '../../src/reception/index.ts'
import { createFakeWecom } from '../../src/simulator/fake-wecom/index.ts'
import {
  APP_BUDGET,
  createMemberBudget,
  createWecomClient,
  type Fetch,
} from '../../src/wecom/index.ts'
import { breakableLine } from '../support/breakable-line.ts'
import { handClock } from '../support/clock.ts'
import { officeDatabase } from '../support/database.ts'
import { expectRecovered, type Owed } from '../support/verdict.ts'
import { TEST_APP } from '../support/wecom.ts'
import { storeTurn } from './rig.ts'

/** A sending process: what it is for, and its own timer. */
export interface Node {
  readonly dispatcher: Dispatcher
  /** It is gone from here on, as by kill -9: no answer reaches it, nothing is written down. */
  kill(): void
  /** Resolves when it has nothing to send at this instant, or is gone. */
  settled(): Promise<unknown>
}

/** What happens around a message on its way to WeCom. */
export interface OnTheWay {
  /** Before WeCom sees it. */
  readonly before?: () => Promise<void> | undefined
  /** WeCom took it; the sender does not know yet. */
  readonly after?: () => Promise<void> | undefined
}

/** How often a sender's timer calls. */
const TICK_MS = 1_000

/**
 * A fake WeCom, an outbox and senders that look at it by their own schedule, all at one hand-moved clock, the queue's
 * back-off included. Faults follow one another on the same office, each with receivers of its own.
 */
export async function faultOffice(start: string) {
  const database = await officeDatabase()
  const line = breakableLine()
  const url = await line.to(database.url)
  const clock = handClock(start)
  const fake = createFakeWecom({
    ...TEST_APP,
    clock,
    entropy: systemEntropy,
    deliver: 'http://app.test/wecom/callback',
    fetch: async () => new Response(''),
  })
  const nodes: (Node & { tick(): unknown; stop(): Promise<void> })[] = []
  let failedAt = new Date(0)
  let onTheWay: ((body: string) => OnTheWay | undefined) | undefined

  /** A sender on a line of its own. */
  async function node(): Promise<Node> {
    const near = openDatabase({ url, poolSize: 3, applicationName: 'caixiaozhu test' })
    const boss = await createBoss({ url, log: silentLog, queues: pushQueues, supervise: false })
    let dead = false
    let die = (): void => undefined
    const died = new Promise<void>((resolve) => {
      die = resolve
    })
    let tick = (): void => undefined
    const never = new Promise<never>(() => undefined)
    const fetch: Fetch = async (to, ask) => {
      const way = to.includes('message/send') ? onTheWay?.(String(ask?.body)) : undefined
      await way?.before?.()
      if (dead) return never
      const answer = await fake.fetch(to, ask).catch((error: unknown) => {
        failedAt = clock.now()
        throw error
      })
      if (!(await answer.clone().text()).includes('"errcode":0')) failedAt = clock.now()
      await way?.after?.()
      return dead ? never : answer
    }
    const wecom = createWecomClient({
      ...TEST_APP,
      apiBase: 'http://wecom.test/',
      fetch,
      clock,
      log: silentLog,
      timeoutMs: 50,
    })
    const dispatcher = createDispatcher(
      {
        database: near,
        boss,
        clock,
        log: silentLog,
        budget: createMemberBudget(clock),
        appBudget: createAppBudget(near, clock, APP_BUDGET),
        quietMinutes: [],
        deliver: deliverThrough(wecom),
      },
      (_, work) => {
        tick = work
        return () => undefined
      },
    )
    dispatcher.start()
    const one = {
      dispatcher,
      kill: () => {
        dead = true
        die()
      },
      tick: () => dead || tick(),
      settled: () => Promise.race([dispatcher.settled(), died]),
      stop: async () => {
        if (!dead) await dispatcher.drain()
        await boss.stop()
        await near.close()
      },
    }
    nodes.push(one)
    return one
  }

  const boss = await createBoss({ url: database.url, log: silentLog, queues: pushQueues })

  return {
    clock,
    fake,
    line,
    node,
    /** When WeCom last did not answer that all is well. */
    lastFailure: () => failedAt,
    /** What is to happen around each message/send whose body it is shown. */
    around(next: typeof onTheWay) {
      onTheWay = next
    },
    put: (...pushes: NewPush[]) =>
      database.transaction((tx) => enqueuePushes(tx, boss, pushes, clock.now())),
    /** As a turn stores what it answers, for that sender to send once this is committed; gives how to send it. */
    async turn({ dispatcher }: Node, ...pushes: NewPush[]): Promise<() => void> {
      const stored = await storeTurn({ database, boss, dispatcher }, pushes, clock.now())
      return () => dispatcher.send(stored)
    },
    /** Lets so much time pass, for the queue too, as the senders' timers see it. */
    async pass(milliseconds: number) {
      for (let passed = 0; passed < milliseconds; passed += TICK_MS) {
        clock.advance(TICK_MS)
        await database.client.$executeRaw`
          UPDATE pgboss.job SET start_after = start_after - interval '1 second', started_on = started_on - interval '1 second'`
        for (const one of nodes) one.tick()
        await Promise.all(nodes.map((one) => one.settled()))
      }
    },
    settled: () => Promise.all(nodes.map((one) => one.settled())),
    /** PostgreSQL ends every connection but this test's own. */
    async terminate() {
      await database.client.$executeRaw`
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`
    },
    statuses: async (to: string) =>
      (await database.client.push.findMany({ where: { userid: to }, orderBy: { id: 'asc' } })).map(
        ({ status, failure }) => [status, failure].filter(Boolean).join(' '),
      ),
    /** Nothing waits, and no job is left behind. */
    unfinished: () => database.client.push.count({ where: { status: 'QUEUED' } }),
    recovered: (owed: readonly Owed[], since: Date) => expectRecovered(fake, owed, since),
    async [Symbol.asyncDispose]() {
      for (const one of nodes) await one.stop()
      await boss.stop()
      await line[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}
