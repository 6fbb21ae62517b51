import { silentLog } from '../../src/base/index.ts'
import { type Boss, createBoss, type Database, Prisma } from '../../src/db/index.ts'
import {
  createAppBudget,
  createDispatcher,
  type Delivery,
  type Dispatcher,
  type Every,
  enqueuePushes,
  type NewPush,
  type PushBody,
  pushQueues,
  readStored,
  type StoredLane,
  storedLanes,
  storingSteps,
  type TakenPush,
  textBody,
} from '../../src/notify/index.ts'
import { APP_BUDGET, createMemberBudget } from '../../src/wecom/index.ts'
import { type HandClock, handClock } from '../support/clock.ts'
import { officeDatabase } from '../support/database.ts'

/** What WeCom is to do with a message; `hang` never answers. */
export type Script = (push: TakenPush) => Delivery | Promise<Delivery>

/** A promise that the test keeps or breaks itself. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((keep) => {
    resolve = keep
  })
  return { promise, resolve }
}

/** A push with ordinary contents. */
export function push(userid: string, text: string, given: Partial<NewPush> = {}): NewPush {
  return {
    kind: 'SEND',
    queue: 'chat',
    userid,
    template: 'answer',
    version: 1,
    body: textBody(text),
    reasons: [],
    dedupeKey: `${userid} ${text}`,
    ...given,
  }
}

export const textOf = (body: PushBody): string => JSON.stringify(body.text ?? null).slice(12, -2)

/** As a turn stores what it answers: taken for that sender, which is to send it once this is committed. */
export async function storeTurn(
  means: { database: Pick<Database, 'sqlTransaction'>; boss: Boss; dispatcher: Dispatcher },
  pushes: readonly NewPush[],
  at: Date,
): Promise<StoredLane[]> {
  const atOnce = means.dispatcher.atOnce(pushes[0]?.userid ?? '')
  const steps = Prisma.join(storingSteps(means.boss, pushes, at, atOnce), ', ')
  const rows = await means.database.sqlTransaction(
    (tx) => tx.$queryRaw<{ stored: unknown }[]>`WITH ${steps} SELECT ${storedLanes} AS stored`,
  )
  return readStored(rows[0]?.stored)
}

/** An outbox on a database of its own, whose sender obeys a script. */
export async function outbox(
  start = '2026-09-08T09:07:00+08:00',
  appLimits: Parameters<typeof createAppBudget>[2] = APP_BUDGET,
) {
  const database = await officeDatabase()
  const clock = handClock(start)
  const boss = await createBoss({ url: database.url, log: silentLog, queues: pushQueues })
  const received: { to: string; text: string; at: Date; body: string }[] = []
  let script: Script = () => ({ kind: 'sent', msgid: 'm' })

  function sender(at: HandClock = clock, every: Every = () => () => undefined) {
    return createDispatcher(
      {
        database,
        boss,
        budget: createMemberBudget(at),
        appBudget: createAppBudget(database, at, appLimits),
        clock: at,
        log: silentLog,
        quietMinutes: [0, 30],
        deliver: async (taken) => {
          const delivery = await script(taken)
          if (delivery.kind === 'sent' || delivery.kind === 'unknown') {
            received.push({
              to: taken.userid,
              text: textOf(taken.body),
              at: at.now(),
              body: JSON.stringify(taken.body),
            })
          }
          return delivery
        },
      },
      every,
    )
  }

  return {
    database,
    clock,
    boss,
    received,
    sender,
    dispatcher: sender(),
    answer(next: Script) {
      script = next
    },
    put: (...pushes: NewPush[]) =>
      database.transaction((tx) => enqueuePushes(tx, boss, pushes, clock.now())),
    /** As a turn stores what it answers: taken for that sender, which is to send it once this is committed. */
    putFor: (sender: Dispatcher, ...pushes: NewPush[]) =>
      storeTurn({ database, boss, dispatcher: sender }, pushes, clock.now()),
    rows: () =>
      database.client.push.findMany({
        orderBy: { id: 'asc' },
        select: { userid: true, status: true, failure: true, attempts: true, msgid: true },
      }),
    statuses: async () =>
      (await database.client.push.findMany({ orderBy: { id: 'asc' } })).map((row) => row.status),
    /** The queue's back-off has passed. */
    async backedOff() {
      await database.client
        .$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`
    },
    /** Jobs that were to come later come now. */
    async jobsDue() {
      await database.client.$executeRaw`UPDATE pgboss.job SET start_after = now()`
    },
    async [Symbol.asyncDispose]() {
      await boss.stop()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Lets the sender work, back-off after back-off, until nothing is tried any more. */
export async function untilStill(office: Awaited<ReturnType<typeof outbox>>): Promise<void> {
  for (let attempts = -1, now = 0; attempts !== now; ) {
    attempts = now
    await office.backedOff()
    await office.dispatcher.idle()
    now = (await office.rows()).reduce((sum, row) => sum + row.attempts, 0)
  }
}
