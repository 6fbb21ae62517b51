import type { Database } from '../db/index.ts'
import { erasePersonalData, oldTargets } from '../office/index.ts'
import { CHORES, type Policy } from './policy.ts'

/**
 * Erases personal data that has been kept as long as the policy says, on record; the number of rows. The ledger, and
 * who reported what, stay.
 */
export async function eraseOld(
  database: Pick<Database, 'transaction'>,
  { eraseAfter }: Policy,
  at: Date,
): Promise<number> {
  const doing = { by: 'system', thing: 'retention', at }
  const erased = await database.transaction((tx) =>
    erasePersonalData(tx, oldTargets(eraseAfter, at), doing),
  )
  return Object.values(erased).reduce((sum, n) => sum + n, 0)
}

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
