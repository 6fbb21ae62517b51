import type { Clock } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import type { MemberLimits } from './push.ts'

/** The app's own budget over all nodes. */
export interface AppBudget {
  /** Takes one message's place; the moment to come back where this minute is full. */
  reserve(lane: 'chat' | 'bulk'): Promise<Date | undefined>
  /** There was nothing to send: the place is free again. */
  giveBack(): void
}

const MINUTE_MS = 60_000
/** Messages reserved at once: a round trip to the database for so many sent. */
const BLOCK = 20

/**
 * Counts messages a minute in the database, a block at a time. What a node reserved and did not send by the end of
 * the minute is lost, which errs on the safe side.
 */
export function createAppBudget(
  { sql }: Pick<Database, 'sql'>,
  clock: Clock,
  limits: Readonly<Record<'chat' | 'bulk', MemberLimits>>,
): AppBudget {
  let minute = 0
  let left = 0
  /** Asked once for all that wait for the same block. */
  const asking: { chat?: Promise<boolean> | undefined; bulk?: Promise<boolean> | undefined } = {}

  async function ask(at: number, { perMinute, perHour }: MemberLimits): Promise<boolean> {
    const now = new Date(at)
    const hourAgo = new Date(at - 60 * MINUTE_MS)
    const got = await sql.$executeRaw`
      INSERT INTO "AppSend" ("minute", "count")
      SELECT ${now}::timestamptz, ${BLOCK}::int
      WHERE ${BLOCK}::int <= ${perMinute}::int
        AND (SELECT coalesce(sum("count"), 0) FROM "AppSend" WHERE "minute" > ${hourAgo}::timestamptz) + ${BLOCK}::int <= ${perHour}::int
      ON CONFLICT ("minute") DO UPDATE SET "count" = "AppSend"."count" + ${BLOCK}::int
      WHERE "AppSend"."count" + ${BLOCK}::int <= ${perMinute}::int`
    if (got === 1) left += BLOCK
    return got === 1
  }

  return {
    giveBack() {
      left += 1
    },
    async reserve(lane) {
      for (;;) {
        const now = Math.floor(clock.now().getTime() / MINUTE_MS) * MINUTE_MS
        if (now !== minute) {
          minute = now
          left = 0
        }
        if (left > 0) {
          left -= 1
          return undefined
        }
        asking[lane] ??= ask(now, limits[lane]).finally(() => {
          asking[lane] = undefined
        })
        if (!(await asking[lane])) return new Date(now + MINUTE_MS)
      }
    },
  }
}
