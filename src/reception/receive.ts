import type { Clock, Logger } from '../base/index.ts'
import { audit, type Database, isDatabaseAway, isLockTimeout } from '../db/index.ts'
import type { Dispatcher } from '../notify/index.ts'
import { foreignText, type Inbound } from '../wecom/index.ts'
import type { CallbackAnswer } from './answer.ts'
import { type Arrivals, createArrivals } from './arrivals.ts'
import { StoredMeanwhile } from './inbound-row.ts'
import { storePending } from './pending.ts'
import { createPersonQueue } from './person-queue.ts'
import { apologise, type Turned, type TurnParts, takeTurn } from './turn.ts'

/** A wait that can be replaced in tests. */
export type Wait = (ms: number) => Promise<void>

/** What receiving stands on. */
export interface ReceptionParts extends TurnParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  readonly wait: Wait
  readonly dispatcher: Pick<Dispatcher, 'atOnce' | 'send' | 'wake'>
  /** Answers what must leave no trace here, in words; undefined for every other message. */
  confide(text: string, userid: string): Promise<string | undefined>
}

/** The office's ear: every message exactly once. */
export interface Reception {
  /** Acts on a message and says how to answer the callback, within 5 s (doc 90238). */
  receive(inbound: Inbound, xml: string): Promise<CallbackAnswer>
  /** Acts on a message that was stored when there was no time; its answer goes actively. */
  finish(inbound: Inbound): Promise<void>
  /** Resolves when no message is being worked on. */
  idle(): Promise<void>
}

/** WeCom drops the connection after 5 s (doc 90238): at this age the message is stored instead. */
const HOLD_MS = 4_000
/** For storing it, whatever the database's line does; together still under WeCom's 5 s. */
const STORE_MS = 800
/** How often a message is tried while the database is away. */
const RETRY_MS = 250
/** WeCom gives up long before: what is older was replayed by somebody, or lay in a broken proxy. */
const STALE_MS = 24 * 3_600_000
/** WeCom's documents disagree on whether a 503 is retried: at this arrival the person is told instead. */
const LAST_ARRIVAL = 3

/** Receives messages; see Reception. */
export function createReception(parts: ReceptionParts): Reception {
  const { log } = parts
  const queue = createPersonQueue()
  const arrivals = createArrivals(parts.clock)

  async function commit(inbound: Inbound, passive: () => boolean): Promise<CallbackAnswer> {
    const at = parts.clock.now()
    const { database, dispatcher } = parts
    const ways = () => ({ passive: passive(), atOnce: dispatcher.atOnce(inbound.userId) })
    const whose = { person: inbound.userKey }
    const turned = await database
      .sqlTransaction((tx) => takeTurn(parts, tx, inbound, at, ways), whose)
      .catch((failure: unknown): Promise<Turned> => {
        if (mayPass(failure)) throw failure
        // Trying again would fail again: the message is done with, and its sender hears of it.
        log.error({ err: failure, key: inbound.dedupeKey }, 'turn failed')
        return database.sqlTransaction((tx) => apologise(parts, tx, inbound, at, ways), whose)
      })
    if (turned.stored.length === 0) return turned.answer
    if (turned.answer.kind === 'empty') dispatcher.send(turned.stored)
    else dispatcher.wake('chat')
    return turned.answer
  }

  return {
    async receive(inbound, xml) {
      const said = await confided(parts, inbound)
      return said ?? hold(parts, { queue, arrivals, commit }, inbound, xml)
    },
    async finish(inbound) {
      await queue.run(inbound.userKey, () =>
        commit(inbound, () => false).catch((failure: unknown) => {
          // It stays stored; those behind it must not wait for it.
          log.warn({ err: failure, key: inbound.dedupeKey }, 'stored message not finished yet')
        }),
      )
    },
    idle: () => queue.idle(),
  }
}

/** Whether the same message may well succeed later: nothing is wrong with it or with us. */
const mayPass = (failure: unknown): boolean =>
  isDatabaseAway(failure) || isLockTimeout(failure) || failure instanceof StoredMeanwhile

/** Before anything is stored or looked up: where an answer is given here, the message was never seen. */
async function confided(
  { confide, dialogues, log }: ReceptionParts,
  inbound: Inbound,
): Promise<CallbackAnswer | undefined> {
  if (inbound.kind !== 'text') return undefined
  try {
    const text = await confide(inbound.content, inbound.userKey)
    return text === undefined ? undefined : { kind: 'text', text: foreignText(text) }
  } catch (failure) {
    log.error({ err: failure }, 'a confidential message was not answered')
    return { kind: 'text', text: dialogues.common.faults['not-recorded'] }
  }
}

interface Machinery {
  readonly queue: ReturnType<typeof createPersonQueue>
  readonly arrivals: Arrivals
  commit(inbound: Inbound, passive: () => boolean): Promise<CallbackAnswer>
}

async function hold(
  parts: ReceptionParts,
  { queue, arrivals, commit }: Machinery,
  inbound: Inbound,
  xml: string,
): Promise<CallbackAnswer> {
  const { clock, database, log, wait } = parts
  const age = clock.now().getTime() - inbound.createTime.getTime()
  if (age > STALE_MS) {
    await audit(database.client, {
      at: clock.now(),
      actor: inbound.userKey,
      act: 'refuse-stale-message',
      thing: inbound.dedupeKey,
      detail: { kind: inbound.kind, ageMs: age },
    })
    return { kind: 'empty' }
  }
  const arrival = arrivals.note(inbound.dedupeKey)
  let open = true
  const work = queue.run(inbound.userKey, async (): Promise<CallbackAnswer> => {
    for (;;) {
      try {
        return await commit(inbound, () => open)
      } catch (failure) {
        if (!isDatabaseAway(failure) || !open) throw failure
        await wait(RETRY_MS)
      }
    }
  })
  const late = wait(HOLD_MS).then(() => 'late' as const)
  const outcome = await Promise.race([
    work.catch((failure: unknown) => ({ kind: 'failure' as const, failure })),
    late,
  ])
  open = false
  if (outcome !== 'late' && outcome.kind !== 'failure') return outcome
  if (outcome !== 'late') log.error({ err: outcome.failure, key: inbound.dedupeKey }, 'turn failed')
  // The work may still commit; whoever comes second finds the row.
  work.catch(() => undefined)
  const stored = storePending(database, inbound, xml, clock.now())
  const given = wait(STORE_MS).then(() => Promise.reject(new Error('storing took too long')))
  return Promise.race([stored, given]).catch((failure: unknown): CallbackAnswer => {
    log.error({ err: failure, key: inbound.dedupeKey, arrival }, 'message not stored')
    // A lock on the row means that the turn is about to commit: a repeat will get its answer.
    return arrival >= LAST_ARRIVAL && !isLockTimeout(failure)
      ? { kind: 'text', text: parts.dialogues.common.faults['not-recorded'] }
      : { kind: 'unavailable' }
  })
}
