import type { Clock } from '../base/index.ts'

/** Chat answers a person; bulk (digests, reminders) can wait a minute. */
export type Lane = 'chat' | 'bulk'

/**
 * What we allow ourselves. WeCom takes 30 messages a minute and 1,000 an hour from an app to one member
 * and silently drops the rest (docs 90236, 90454). We stay below, since its clock and another node's messages are not seen here; bulk leaves room for the chat.
 */
const MEMBER_BUDGET: Readonly<
  Record<Lane, { readonly perMinute: number; readonly perHour: number }>
> = {
  chat: { perMinute: 24, perHour: 900 },
  bulk: { perMinute: 12, perHour: 600 },
}

/**
 * What the app allows itself of WeCom's 10,000 calls a minute and 150,000 an hour of one interface (doc 90454);
 * bulk leaves room for the chat.
 */
export const APP_BUDGET = {
  chat: { perMinute: 9_000, perHour: 135_000 },
  bulk: { perMinute: 8_000, perHour: 120_000 },
} as const

/** Minutes of the hour in which WeCom asks not to push in bulk (doc 90236). */
export const minutesToAvoid: readonly number[] = [0, 30]

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Counts what goes to each member, to plan before sending. Lives in memory; `sent` can be fed from the log of pushes at start. */
export interface MemberBudget {
  /** When the next message to this member may go: now, or later. */
  nextAt(userId: string, lane: Lane): Date
  /** Notes a message that went, or may have gone. `at` defaults to now. */
  sent(userId: string, at?: Date): void
  /** What a lane allows itself. */
  limits(lane: Lane): { readonly perMinute: number; readonly perHour: number }
  /** Members of whom anything is remembered. */
  readonly size: number
}

/** A budget that has seen nothing yet. */
export function createMemberBudget(clock: Clock): MemberBudget {
  const sent = new Map<string, number[]>()
  let swept = clock.now().getTime()

  /** The sorted times of the last hour, none later than now: the clock may have been set back. A member without any is forgotten. */
  function recent(userKey: string, now: number): number[] {
    const times = (sent.get(userKey) ?? [])
      .filter((time) => time > now - HOUR_MS)
      .map((time) => Math.min(time, now))
    if (times.length > 0) sent.set(userKey, times)
    else sent.delete(userKey)
    return times
  }

  /** The first moment at which fewer than `limit` lie within the last `window` milliseconds. */
  function free(times: readonly number[], limit: number, window: number, now: number): number {
    const blocking = times[times.length - limit]
    return blocking === undefined ? now : Math.max(now, blocking + window)
  }

  return {
    nextAt(userId, lane) {
      const now = clock.now().getTime()
      const times = recent(userId.toLowerCase(), now)
      const { perMinute, perHour } = MEMBER_BUDGET[lane]
      return new Date(
        Math.max(free(times, perMinute, MINUTE_MS, now), free(times, perHour, HOUR_MS, now)),
      )
    },
    sent(userId, at = clock.now()) {
      const now = clock.now().getTime()
      const key = userId.toLowerCase()
      sent.set(
        key,
        [...recent(key, now), at.getTime()].sort((a, b) => a - b),
      )
      if (now - swept < HOUR_MS) return
      swept = now
      for (const other of sent.keys()) recent(other, now)
    },
    limits: (lane) => MEMBER_BUDGET[lane],
    get size() {
      return sent.size
    },
  }
}
