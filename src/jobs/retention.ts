import type { Database } from '../db/index.ts'
import { CHORES, type Policy } from './policy.ts'

/**
 * Forgets received messages that are done, runs of chores and what was not understood, after the days that the policy keeps them;
 * the number of rows. Reminders' runs stay: they are few, and say that nothing was left out.
 */
export async function forgetOld(
  { client }: Pick<Database, 'client'>,
  policy: Policy,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - policy.keepDays * 86_400_000)
  const messages = await client.$executeRaw`
    DELETE FROM "Inbound" WHERE status = 'DONE' AND "receivedAt" < ${before}`
  const runs = await client.$executeRaw`
    DELETE FROM "CronRun" WHERE job = ANY(${[...CHORES]}) AND slot < ${before}`
  const past = new Date(now.getTime() - policy.keepMisunderstoodDays * 86_400_000)
  const words = await client.$executeRaw`DELETE FROM "Misunderstood" WHERE "at" < ${past}`
  // A message of 微信客服 comes again for three days at most.
  await client.$executeRaw`DELETE FROM "KfMessage" WHERE "status" = 'DONE' AND "receivedAt" < ${before}`
  await client.$executeRaw`
    DELETE FROM "KfPush" WHERE "status" NOT IN ('QUEUED', 'SENDING') AND "createdAt" < ${before}`
  await client.$executeRaw`DELETE FROM "AppSend" WHERE minute < ${before}`
  return messages + runs + words
}
