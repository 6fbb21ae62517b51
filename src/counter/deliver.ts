import { type Lease, lease } from './account.ts'
import { customersWithPushes, type KfEnding, type QueuedKf, settle, takeNext } from './outbox.ts'
import type { CounterMeans } from './parts.ts'

/** Customers served at the same time. */
const AT_ONCE = 4

/** Runs the work for each, a few at a time. */
export async function forEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker))
}

/**
 * Sends what is queued, each customer's in its order and within her budget; how many calls were made. What the budget
 * does not allow ends there: it waits at the standing link.
 */
export async function deliverQueued(means: CounterMeans, whose: Lease): Promise<number> {
  let count = 0
  await forEach(
    await customersWithPushes(means.database.sql, means.openKfId),
    async (customerId) => {
      count += await deliverTo(means, whose, customerId)
    },
  )
  return count
}

async function deliverTo(means: CounterMeans, whose: Lease, customerId: number): Promise<number> {
  const { database, clock } = means
  for (let count = 0; ; ) {
    // What is in hand would look like a dead process's to whoever took the account over.
    if (!(await lease(database.sql, whose, clock.now()))) return count
    const next = await database.sqlTransaction((tx) => takeNext(tx, customerId, clock.now()))
    if (next === 'none') return count
    if (next === 'closed') continue
    count += 1
    const ending = await send(means, next)
    await database.sqlTransaction((tx) => settle(tx, next, ending, clock.now()))
    // WeCom or the network is away: the rest waits in its order for the next look.
    if (ending.kind === 'QUEUED') return count
  }
}

async function send({ kf, log }: CounterMeans, push: QueuedKf): Promise<KfEnding> {
  const { code, openKfId, customer, msgid, body } = push
  const outcome = code
    ? await kf.sendOnEvent({ code, msgid, body })
    : await kf.send({ openKfId, customer, msgid, body })
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'SENT' }
    case 'unknown':
      // A connection that never was has sent nothing; anything else may have arrived and is not said twice.
      return outcome.reason === 'unreachable'
        ? { kind: 'QUEUED' }
        : { kind: 'UNSURE', failure: outcome.reason }
    case 'failed': {
      const failure = `${outcome.class} ${outcome.errcode ?? ''}`.trim()
      if (outcome.class === 'window') return { kind: 'WAITING', failure }
      const later = outcome.retryAfterMs !== undefined || outcome.class === 'config'
      if (!later) log.warn({ msgid, failure }, 'kf message given up')
      return later ? { kind: 'QUEUED' } : { kind: 'FAILED', failure }
    }
  }
}
