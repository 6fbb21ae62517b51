import type { Database } from '../db/index.ts'
import type { Finding } from './finding.ts'
import { say } from './words.ts'

/** A push that waits longer than this is stuck: digests are spread over minutes, not over half an hour. */
const STUCK_MINUTES = 30
const FAILED_WITHIN_DAYS = 7

/** Pushes that wait, and those that could not be sent lately. */
export async function pushFinding(database: Database, now: Date): Promise<Finding> {
  const stuckBefore = new Date(now.getTime() - STUCK_MINUTES * 60_000)
  const failedSince = new Date(now.getTime() - FAILED_WITHIN_DAYS * 86_400_000)
  const [row] = await database.client.$queryRaw<
    { queued: number; stuck: number; failed: number }[]
  >`
    SELECT count(*) FILTER (WHERE "status" = 'QUEUED')::int AS "queued",
      count(*) FILTER (WHERE "status" = 'QUEUED' AND "createdAt" < ${stuckBefore})::int AS "stuck",
      count(*) FILTER (WHERE "status" IN ('FAILED', 'UNCERTAIN') AND "settledAt" > ${failedSince})::int AS "failed"
    FROM "Push" WHERE "status" IN ('QUEUED', 'FAILED', 'UNCERTAIN')`
  const { queued = 0, stuck = 0, failed = 0 } = row ?? {}
  return {
    check: 'pushes',
    ok: stuck === 0,
    what: say('doctor-pushes'),
    said:
      stuck > 0
        ? say('said-stuck', { stuck, minutes: STUCK_MINUTES })
        : say('said-queued', { queued, failed }),
  }
}
