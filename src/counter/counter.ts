import { isDatabaseAway, isLockTimeout } from '../db/index.ts'
import type { CallbackAnswer } from '../reception/index.ts'
import type { KfNotice } from '../wecom/index.ts'
import { abandon, type Lease, release, want } from './account.ts'
import { apologise } from './apologise.ts'
import { deliverQueued, forEach } from './deliver.ts'
import { fetchNew } from './fetch.ts'
import { type WaitingMessage, waitingMessages } from './inbox.ts'
import { tellNews } from './news.ts'
import type { CounterMeans } from './parts.ts'
import { isQuiet } from './policy.ts'
import { takeMessage } from './take-message.ts'
import { openWays, type Ways } from './way.ts'

/** 微信客服: fetches what customers did, acts on each once, and answers within WeCom's budgets. */
export interface Counter {
  /** Something happened at the account: noted before the callback is answered, fetched afterwards. */
  noticed(notice: KfNotice): Promise<CallbackAnswer>
  /** Catches what lost callbacks and dead processes have left, and tells what has come up; how many were told. */
  look(): Promise<number>
  readonly ways: Ways
  /** Resolves when nothing is being done. */
  idle(): Promise<void>
}

/** Messages acted on before what is queued goes out. */
const BATCH = 200
/** Rounds of one run: somebody who never stops writing must not keep the lease for ever. */
const ROUNDS = 100

/** The counter of one account. Several processes may have one: the lease in the database says whose turn it is. */
export function openCounter(means: CounterMeans): Counter {
  const { database, clock, log, openKfId, policy, entropy } = means
  const whose: Lease = { openKfId, by: entropy.bytes(9).toString('base64url') }
  let running: Promise<void> | undefined
  let again = false

  async function round(): Promise<'go-on' | 'done'> {
    const fetched = await fetchNew(means, whose)
    if (fetched.kind === 'taken') return 'done'
    // Pages come in any order: whoever acts on half of them says the end of a conversation before its beginning.
    const isWhole = fetched.kind === 'done' || !fetched.partly
    const waiting = isWhole ? await waitingMessages(database.sql, openKfId, BATCH) : []
    await act(waiting)
    await deliverQueued(means, whose)
    if (waiting.length === BATCH) return 'go-on'
    if (fetched.kind === 'later') {
      await abandon(database.sql, whose)
      return 'done'
    }
    const free = await release(database.sql, whose, fetched.wantedAt, clock.now())
    return free ? 'done' : 'go-on'
  }

  /** Each customer's messages in their order; different customers do not wait for each other. */
  async function act(messages: readonly WaitingMessage[]): Promise<void> {
    const customers = [...new Set(messages.map(({ customerId }) => customerId))]
    await forEach(customers, async (id) => {
      for (const message of messages) if (message.customerId === id) await actOn(message)
    })
    if (messages.length > 0) means.wake()
  }

  async function actOn(message: WaitingMessage): Promise<void> {
    try {
      await database.sqlTransaction((tx) => takeMessage(means, tx, message, clock.now()))
    } catch (error) {
      if (isDatabaseAway(error) || isLockTimeout(error)) throw error
      // It would fail again, and those behind it must not wait for it.
      log.error({ err: error, msgid: message.msgid }, 'kf turn failed')
      await database.sqlTransaction((tx) => apologise(means, tx, message, clock.now()))
    }
  }

  async function run(): Promise<void> {
    try {
      for (let n = 0; n < ROUNDS; n++) {
        again = false
        if ((await round()) === 'done' && !again) return
      }
    } catch (error) {
      // The database is away: the lease ends by itself, and the next look goes on.
      log.error({ err: error }, 'kf account interrupted')
      await abandon(database.sql, whose).catch(() => undefined)
    }
  }

  function wake(): Promise<void> {
    again = true
    running ??= run().finally(() => {
      running = undefined
      if (again) void wake()
    })
    return running
  }

  return {
    async noticed(notice) {
      // Another account of the corp is not ours to serve.
      if (notice.openKfId !== openKfId) return { kind: 'empty' }
      try {
        await want(database.sql, notice, clock.now())
      } catch (error) {
        log.error({ err: error }, 'kf notice not stored')
        return { kind: 'unavailable' }
      }
      void wake()
      return { kind: 'empty' }
    },
    async look() {
      const at = clock.now()
      if (await isDue(means, at)) {
        await want(database.sql, { openKfId }, at)
        await wake()
      }
      if (isQuiet(policy, at)) return 0
      const told = await tellNews(means, at)
      if (told > 0) {
        await want(database.sql, { openKfId }, at)
        await wake()
      }
      return told
    },
    ways: openWays(means.kf, openKfId),
    async idle() {
      while (running) await running
    },
  }
}

/** Whether the account is to be looked at without a callback: long not looked at, or something is left over. */
async function isDue({ database, openKfId, policy }: CounterMeans, at: Date): Promise<boolean> {
  const before = new Date(at.getTime() - policy.lookEvery * 60_000)
  const rows = await database.sql.$queryRaw<unknown[]>`
    SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM "KfAccount" WHERE "openKfId" = ${openKfId} AND "lookedAt" > ${before}::timestamptz)
      OR EXISTS (SELECT 1 FROM "KfMessage" WHERE "openKfId" = ${openKfId} AND "status" = 'NEW')
      OR EXISTS (SELECT 1 FROM "KfPush" WHERE "status" IN ('QUEUED', 'SENDING'))`
  return rows.length > 0
}
