import type { Tx } from '../db/index.ts'
import { type Draft, type Input, type Reply, turn } from '../dialogue/index.ts'
import { type Bound, bind, bindByCode } from './binding.ts'
import { holdCustomer, keepMemory, noteOwnMessage } from './customer.ts'
import { supplierFilling, supplierHost } from './host.ts'
import { markDone, type WaitingBody, type WaitingMessage } from './inbox.ts'
import { inputOf } from './menus.ts'
import { afterTelling, newFor } from './offers.ts'
import { markUndelivered, type NewKfPush, roomFor } from './outbox.ts'
import { ownOf } from './own.ts'
import type { CounterParts, CounterTurn } from './parts.ts'
import { saying, store } from './say.ts'
import { wording } from './wording.ts'

/** A greeting's code is good for so long after the entering (doc 95122). */
const WELCOME_MS = 20_000

/** What a message comes to. */
interface Came {
  readonly replies: readonly Reply[]
  readonly drafts?: readonly Draft[]
  readonly welcome?: NewKfPush['welcome']
  /** How much of the news stands in the replies already. */
  readonly shown?: number
}

/**
 * One message, whole, inside the caller's transaction: whoever comes second finds it done. The customer is held, so that
 * her messages are acted on one after another whichever process has them.
 */
export async function takeMessage(
  parts: CounterParts,
  tx: Tx,
  message: WaitingMessage,
  at: Date,
): Promise<void> {
  const customer = await holdCustomer(tx, message.customerId)
  if (!customer || !(await markDone(tx, message.msgid))) return
  const { body, sentAt } = message
  if (body.kind === 'send-failed') return markUndelivered(tx, customer.id, body)
  if (body.kind !== 'entered') await noteOwnMessage(tx, customer.id, sentAt)
  const own = ownOf(tx, customer.id, at)
  const now: CounterTurn = { parts, tx, customer, own, at }
  const came = body.kind === 'entered' ? await entered(now, body, sentAt) : await said(now, body)
  const drafts = came.drafts ?? customer.memory.drafts
  const busy = drafts.some(({ parked, ended }) => !parked && !ended)
  const news = (await own.contracts()).length > 0 ? await newFor(now) : []
  const isQuestion = came.replies.some(({ about }) => about !== undefined)
  // A greeting is one message; one question at a time; and nobody is interrupted.
  const free = body.kind !== 'entered' && !busy && !isQuestion
  const offers = free ? news.slice(0, parts.policy.offersAtOnce) : []
  const shown = came.shown ?? offers.length
  const told = shown > 0 ? afterTelling(now, news, shown) : undefined
  const memory = {
    ...customer.memory,
    drafts: drafts.filter(({ ended }) => !ended),
    ...(told && { offered: told.offered }),
  }
  const replies = [...came.replies, ...offers.map(({ answer }) => replyOf(answer))]
  const spoken = saying(customer.id, memory, replies, {
    key: `kf:${message.msgid}`,
    ...(came.welcome && { welcome: came.welcome }),
  })
  await keepMemory(tx, customer.id, {
    memory: spoken.memory,
    offeredAt: told ? told.offeredAt : customer.offeredAt,
  })
  await store(now, spoken)
}

const plain = (text: string): Reply => ({ text, buttons: [] })
/** An answer of the business as a reply. */
export const replyOf = ({
  text,
  buttons = [],
  about,
}: {
  readonly text: string
  readonly buttons?: Reply['buttons']
  readonly about?: Reply['about']
}): Reply => ({ text, buttons, ...(about && { about }) })

/** Somebody came in: greeted once, with the code; without one there is nothing that may be said. */
async function entered(
  now: CounterTurn,
  body: Extract<WaitingBody, { kind: 'entered' }>,
  sentAt: Date,
): Promise<Came> {
  const { tx, customer, at } = now
  const bound = body.linkHash
    ? await bind(tx, { customerId: customer.id, hash: body.linkHash, by: 'link' }, at)
    : undefined
  if (bound) now.own.forget()
  const greeted = await greeting(now, bound)
  if (!body.welcomeCode) {
    const isNews = bound?.kind === 'known' && bound.isNew
    const open = isNews && (await roomFor(tx, customer.id, at)) > 0
    return open ? greeted : { replies: [] }
  }
  const until = new Date(sentAt.getTime() + WELCOME_MS)
  // Too late to greet: what there is to say comes with her first message.
  if (until <= now.at) return { replies: [] }
  return { ...greeted, welcome: { code: body.welcomeCode, until } }
}

async function greeting(now: CounterTurn, bound: Bound | undefined): Promise<Came> {
  const [first] = await now.own.contracts()
  const wrong = bound?.kind === 'wrong' ? [wording.say('wrong-link')] : []
  if (!first) return { replies: [guest(wrong)] }
  const { party, state } = first.view
  const { history } = state
  const isNew = bound?.kind === 'known' && bound.isNew
  const hello = isNew
    ? wording.say('known', { party, project: history.name, unit: history.unit.name })
    : wording.say('known-again', { party })
  const [news] = await newFor(now)
  if (news) {
    const { answer } = news
    const text = [...wrong, hello, answer.text].join('\n')
    return { replies: [replyOf({ ...answer, text })], shown: 1 }
  }
  const { help } = now.parts.dialogues.common
  return {
    replies: [{ text: [...wrong, hello, help.menu].join('\n'), buttons: help.buttons }],
  }
}

const guest = (before: readonly string[]): Reply => ({
  text: [...before, wording.say('guest')].join('\n'),
  buttons: [{ key: 'guest.complain', label: wording.say('guest-complain') }],
})

/** The customer wrote or tapped. */
async function said(
  now: CounterTurn,
  body: Extract<WaitingBody, { kind: 'text' | 'unreadable' }>,
): Promise<Came> {
  const { parts, customer } = now
  const { unsupported } = parts.dialogues.common
  if (body.kind === 'unreadable') {
    const texts: Readonly<Record<string, string>> = unsupported
    return { replies: [plain(texts[body.type] ?? unsupported.other)] }
  }
  const input = inputOf(customer.memory, body.text, body.menuId)
  const complains = input.kind === 'tap' && input.key === 'guest.complain'
  if (body.complains || complains) return { replies: [plain(parts.complaints.answer(''))] }
  const bound = await boundBy(now, body)
  if (bound) return answerTo(now, bound, body.codeHash !== undefined)
  if ((await now.own.contracts()).length === 0) return { replies: [guest([])] }
  return converse(now, input)
}

async function boundBy(
  { tx, customer, at, parts, own }: CounterTurn,
  { linkHash, codeHash }: Extract<WaitingBody, { kind: 'text' }>,
): Promise<Bound | undefined> {
  const customerId = customer.id
  const most = parts.policy.wrongCodesAnHour
  const bound = linkHash
    ? await bind(tx, { customerId, hash: linkHash, by: 'link' }, at)
    : codeHash
      ? await bindByCode(tx, { customerId, hash: codeHash, most }, at)
      : undefined
  if (bound) own.forget()
  return bound
}

async function answerTo(now: CounterTurn, bound: Bound, byCode: boolean): Promise<Came> {
  if (bound.kind === 'known') return greeting(now, bound)
  const wrong = byCode ? 'wrong-code' : 'wrong-link'
  return { replies: [plain(wording.say(bound.kind === 'too-many' ? 'too-many-codes' : wrong))] }
}

/** One turn of the conversation, with the same engine as for the office's own people. */
async function converse(now: CounterTurn, input: Input): Promise<Came> {
  const { parts, customer, at } = now
  const { memory } = customer
  const outcome = await turn(
    input,
    { drafts: memory.drafts, roles: ['party'], filling: await supplierFilling(now) },
    supplierHost(now),
    parts.dialogues,
    at,
  )
  return { replies: [outcome.reply], drafts: outcome.drafts }
}
