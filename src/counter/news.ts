import type { Tx } from '../db/index.ts'
import { type Customer, holdCustomer, keepMemory } from './customer.ts'
import { afterTelling, customersWithNews, newFor } from './offers.ts'
import { roomFor } from './outbox.ts'
import { ownOf } from './own.ts'
import type { CounterMeans } from './parts.ts'
import { saying, store } from './say.ts'
import { replyOf } from './take-message.ts'

/** Tells customers whose window is open what has come up for them; how many. Everybody else reads it at the standing link, or hears of it when she writes. */
export async function tellNews(means: CounterMeans, at: Date): Promise<number> {
  const { database, openKfId } = means
  let told = 0
  for (const id of await customersWithNews(database.sql, openKfId, at))
    if (await database.sqlTransaction((tx) => tellOne(means, tx, id, at))) told += 1
  return told
}

/** Somebody in the middle of a question is not interrupted, unless she has left it lying. */
function isInMidQuestion(
  { policy }: Pick<CounterMeans, 'policy'>,
  { memory, lastOwnAt }: Customer,
  at: Date,
): boolean {
  const since = new Date(at.getTime() - policy.interruptAfter * 60_000)
  const isAsked = memory.drafts.some(({ parked, ended }) => !parked && !ended)
  return isAsked && lastOwnAt !== null && lastOwnAt > since
}

async function tellOne(means: CounterMeans, tx: Tx, id: number, at: Date): Promise<boolean> {
  const customer = await holdCustomer(tx, id)
  if (!customer) return false
  if (isInMidQuestion(means, customer, at)) return false
  const turn = { parts: means, tx, customer, own: ownOf(tx, id, at), at }
  const room = Math.min(await roomFor(tx, id, at), means.policy.offersAtOnce)
  const news = await newFor(turn)
  const shown = news.slice(0, room)
  // With nothing new, what the search found was shown before.
  const { offered, offeredAt } = afterTelling(turn, news, shown.length)
  const memory = { ...customer.memory, offered }
  const key = `kf-news:${id}:${at.toISOString()}`
  const replies = shown.map(({ answer }) => replyOf(answer))
  const said = saying(id, memory, replies, { key })
  await keepMemory(tx, id, { memory: said.memory, offeredAt })
  if (shown.length === 0) return false
  await store(turn, said)
  return true
}
