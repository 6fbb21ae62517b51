import { type Clock, type Day, type Logger, OfficeError, officeDay } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Database, Tx } from '../db/index.ts'
import type { Json } from '../notify/index.ts'
import { claim, fail, finish, finishedSince, merge, owingSince } from './claim.ts'
import { CHORES, type Chore, type Policy, REMINDERS, type ReminderSlot } from './policy.ts'
import { choreSlot, inWorkingHours, type Slot, slotsBetween } from './slots.ts'

/** What a reminder run is told. */
export interface ReminderRun {
  readonly slot: ReminderSlot
  /** The slot itself: part of the key that keeps a push from being made twice. */
  readonly slotAt: Date
  /** The moment for which everything is worked out. */
  readonly at: Date
  readonly today: Day
  /** Slots of earlier days that an outage swallowed are covered by this run. */
  readonly catchingUp: boolean
}

/** What the runner needs. */
export interface RunnerMeans {
  readonly database: Database
  readonly clock: Clock
  readonly calendar: Calendar
  readonly policy: Policy
  readonly log: Logger
  /** Makes and queues the reminders inside the transaction that holds the claim; returns how many. */
  readonly remind: (tx: Tx, run: ReminderRun) => Promise<number>
  /** Called once such a transaction is committed. */
  readonly committed: () => void
  /** Every chore's work. Doing it twice must do no harm. */
  readonly chores: Readonly<Record<Chore, () => Promise<Json>>>
}

/** What a tick ran. */
export interface Ran {
  readonly job: ReminderSlot | Chore
  readonly slot: Date
  readonly outcome: 'done' | 'failed'
}

/** What reminders speak of: after an outage they are to know it, too. */
const FIRST: readonly Chore[] = ['follow-duties']

/** A slot of reminders for a large office takes longer than a chat message. */
const REMIND_TIMEOUT_MS = 60_000

const codeOf = (error: unknown): string =>
  error instanceof OfficeError ? error.code : error instanceof Error ? error.name : 'unknown'

/**
 * Runs what is due, each (job, slot) once over all processes. `tick` is called every minute and when the
 * clock is moved; calls wait for each other. `moved` marks a clock moved by hand, which is no outage.
 */
export function createRunner(means: RunnerMeans): (cause?: 'moved') => Promise<Ran[]> {
  const { database, clock, calendar, policy, log } = means
  let since: Date | undefined
  /** Every slot up to here is known to be settled. */
  let settledTo: Date | undefined
  let alarmedFor: Day | undefined
  const lastChore = new Map<Chore, number>()
  let last: Promise<unknown> = Promise.resolve()

  function alarm(years: readonly number[], today: Day): void {
    if (years.length === 0 || alarmedFor === today) return
    alarmedFor = today
    log.error({ years }, 'no calendar for the year: no reminder is sent on its days')
  }

  /** The first thing of the first tick: reminders are owed from here on. */
  async function born(): Promise<Ran[]> {
    since ??= await owingSince(database.client, clock.now())
    return []
  }

  async function reminders(cause: 'moved' | undefined): Promise<Ran[]> {
    const now = clock.now()
    since ??= await owingSince(database.client, now)
    // The clock was set back: what is settled is asked of the database again.
    if (settledTo && settledTo > now) settledTo = undefined
    const earliest = new Date(now.getTime() - policy.catchUpDays * 86_400_000)
    const from = new Date(Math.max(since.getTime(), earliest.getTime(), settledTo?.getTime() ?? 0))
    const { slots, missingYears } = slotsBetween(policy, calendar, from, now)
    alarm(missingYears, officeDay(now))
    if (slots.length === 0 || !inWorkingHours(policy, calendar, now)) return []
    const done = await finishedSince(database.client, REMINDERS, from)
    const isDone = (slot: Slot): boolean =>
      done.some((run) => run.job === slot.job && run.slot.getTime() === slot.at.getTime())
    const owed = slots.filter((slot) => !isDone(slot))
    // The morning's digest says everything that the afternoon's would: one of them covers all that is owed.
    const main = owed.findLast((slot) => slot.job === 'morning') ?? owed.at(-1)
    if (!main) {
      settledTo = now
      return []
    }
    const run = { job: main.job, slot: main.at }
    const others = owed
      .filter((slot) => slot !== main)
      .map((slot) => ({ job: slot.job, slot: slot.at }))
    const today = officeDay(now)
    const catchingUp = cause !== 'moved' && owed.some((slot) => slot.day < today)
    try {
      const won = await database.transaction(
        async (tx) => {
          if (!(await claim(tx, run, now))) return false
          await merge(tx, others, run, now)
          const { job: slot, slot: slotAt } = run
          const pushes = await means.remind(tx, { slot, slotAt, at: now, today, catchingUp })
          await finish(tx, run, { pushes, merged: others.length }, clock.now())
          return true
        },
        { timeout: REMIND_TIMEOUT_MS },
      )
      settledTo = now
      if (!won) return []
      means.committed()
      return [{ ...run, outcome: 'done' }]
    } catch (error) {
      log.error({ err: error, job: run.job }, 'reminders failed; they are tried again in a minute')
      await fail(database.client, run, codeOf(error), now)
      return [{ ...run, outcome: 'failed' }]
    }
  }

  async function chore(job: Chore): Promise<Ran[]> {
    const now = clock.now()
    const slot = choreSlot(policy, job, now)
    if (lastChore.get(job) === slot.getTime()) return []
    const run = { job, slot }
    if (!(await claim(database.client, run, now))) {
      lastChore.set(job, slot.getTime())
      return []
    }
    try {
      await finish(database.client, run, await means.chores[job](), clock.now())
      lastChore.set(job, slot.getTime())
      return [{ ...run, outcome: 'done' }]
    } catch (error) {
      log.error({ err: error, job }, 'chore failed; it is tried again in a minute')
      await fail(database.client, run, codeOf(error), now)
      return [{ ...run, outcome: 'failed' }]
    }
  }

  async function everything(cause: 'moved' | undefined): Promise<Ran[]> {
    const ran: Ran[] = []
    const others = CHORES.filter((job) => !FIRST.includes(job))
    for (const work of [
      born,
      ...FIRST.map((job) => () => chore(job)),
      () => reminders(cause),
      ...others.map((job) => () => chore(job)),
    ]) {
      try {
        ran.push(...(await work()))
      } catch (error) {
        // The database is away; the next tick looks again.
        log.error({ err: error }, 'tick interrupted')
      }
    }
    return ran
  }

  return (cause) => {
    const run = last.then(() => everything(cause))
    last = run
    return run
  }
}
