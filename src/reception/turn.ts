import { type Entropy, officeDay } from '../base/index.ts'
import { type BoundTurn, bindTurn, type Office, PHOTO_HOLD_MINUTES } from '../bindings/index.ts'
import type { EndingTx, OrderedTx } from '../db/index.ts'
import { type Dialogues, type Input, type Reply, type TurnKind, turn } from '../dialogue/index.ts'
import type { AtOnce, JobFiling, NewPush, StoredLane } from '../notify/index.ts'
import type { OfficePerson } from '../people/index.ts'
import { foreignText, type Inbound } from '../wecom/index.ts'
import type { Answer } from './answer.ts'
import { known } from './inbound-row.ts'
import { askedBy, type Unreadable } from './input.ts'
import { keepTurn, type Talked } from './keep.ts'
import { misunderstoodIn } from './misunderstood.ts'
import { activeReply, chatPush, fitsPassively } from './out.ts'
import { keepPhoto } from './photos.ts'
import { type Recalled, type Remembered, recall } from './recall.ts'

/** What a turn stands on. */
export interface TurnParts {
  readonly office: Office
  readonly dialogues: Dialogues
  readonly boss: JobFiling
  readonly entropy: Entropy
  /** When somebody who says nothing more from now on is to be reminded of a report left half-way. */
  readonly nudgeAt: (from: Date) => Date | undefined
}

/** What a turn did. */
export interface Turned {
  readonly answer: Answer
  /** What was stored to be sent: for the dispatcher, after the commit. */
  readonly stored: readonly StoredLane[]
}

/** How an answer may go, at the moment when it is known. */
export interface Ways {
  /** False when the callback can no longer carry it. */
  readonly passive: boolean
  /** Set where pushes are sent by this process as soon as they are committed (see Dispatcher). */
  readonly atOnce: AtOnce | undefined
}

/** One message, whole, inside the caller's transaction, under the sender's lock: dedupe, conversation, ledger, pushes, stored answer. */
export async function takeTurn(
  parts: TurnParts,
  tx: EndingTx,
  inbound: Inbound,
  at: Date,
  ways: () => Ways,
): Promise<Turned> {
  const recalled = await recall(tx, messageOf(inbound), {
    today: officeDay(at),
    heldSince: new Date(at.getTime() - PHOTO_HOLD_MINUTES * 60_000),
    taskId: inbound.kind === 'template_card_event' ? inbound.taskId : undefined,
  })
  const { before } = recalled
  if (before.kind === 'done') return { answer: before.answer, stored: [] }
  return answer(parts, tx, inbound, at, {
    said: await react(parts, tx, inbound, at, recalled),
    ...ways(),
    was: before.kind,
  })
}

/**
 * Instead of a turn that cannot be taken: nothing is done, the sender is told so, and the message is over,
 * lest it be tried for ever. In a transaction of its own, since the turn's was rolled back.
 */
export async function apologise(
  parts: TurnParts,
  tx: EndingTx,
  inbound: Inbound,
  at: Date,
  ways: () => Ways,
): Promise<Turned> {
  const before = await known(tx, inbound.dedupeKey)
  if (before.kind === 'done') return { answer: before.answer, stored: [] }
  return answer(parts, tx, inbound, at, {
    said: plain(parts.dialogues.common.faults['not-recorded']),
    ...ways(),
    was: before.kind,
  })
}

/** Sends what is to be said, passively where the callback can carry it, marks the message as acted on, and commits. */
export async function answer(
  parts: TurnParts,
  tx: EndingTx,
  inbound: Inbound,
  at: Date,
  { said, passive, atOnce, was }: Ways & { readonly said: Said; readonly was: 'new' | 'pending' },
): Promise<Turned> {
  const asText = passive && was === 'new' && inbound.kind !== 'template_card_event'
  const given: Answer =
    said.reply && asText && fitsPassively(said.reply)
      ? { kind: 'text', text: foreignText(said.reply.text) }
      : { kind: 'empty' }
  const active =
    said.reply && given.kind === 'empty'
      ? activeReply(parts.entropy, said.reply, parts.dialogues.common.card)
      : undefined
  const pushes = [
    ...said.first,
    ...(active?.bodies ?? []).map((body, index) => chatPush(inbound, `reply-${index}`, body)),
    ...said.after,
  ]
  const { reply, talked } = said
  const record = {
    message: { ...messageOf(inbound), was },
    answer: given,
    closing: talked !== undefined && talked.drafts.length > 0,
    pushes,
    // The phone shows what the callback says before what is sent beside it.
    atOnce: given.kind === 'empty' ? atOnce : undefined,
    ...(talked && { talked }),
    ...(active?.taskId && reply && { card: { taskId: active.taskId, reply } }),
  }
  return { answer: given, stored: await keepTurn(tx, parts.boss, record, at) }
}

/** What is to be said, and what goes before and after it. */
export interface Said {
  /** What is wrong with a form, by slot. */
  readonly problems?: Readonly<Record<string, string>>
  readonly reply?: Reply
  readonly first: readonly NewPush[]
  readonly after: readonly NewPush[]
  readonly talked?: Talked
}

const messageOf = ({ dedupeKey, userKey }: Inbound) => ({ dedupeKey, userid: userKey })
const SILENCE: Said = { first: [], after: [] }
const plain = (text: string): Said => ({ ...SILENCE, reply: { text, buttons: [] } })

async function react(
  parts: TurnParts,
  tx: OrderedTx,
  inbound: Inbound,
  at: Date,
  { person, remembered }: Recalled,
): Promise<Said> {
  const { common } = parts.dialogues
  const silent = ['enter_agent', 'unsubscribe', 'unknown'].includes(inbound.kind)
  if (silent) return SILENCE
  if (!person || person.roles.length === 0) return plain(common['unknown-person'])
  const asked = askedBy(inbound, remembered.card)
  switch (asked.kind) {
    case 'silence':
      return SILENCE
    case 'unreadable':
      return plain(unreadable(common.unsupported, asked.what))
    case 'greeting':
      return plain(common.help.menu)
    case 'photo': {
      const id = await keepPhoto(tx, { personId: person.id, mediaId: asked.mediaId }, at)
      return converse(parts, tx, { inbound, person, remembered, at }, { kind: 'photo', id })
    }
    case 'turn':
      return converse(parts, tx, { inbound, person, remembered, at }, asked.input)
  }
}

function unreadable(texts: Readonly<Record<Unreadable, string>>, what: Unreadable): string {
  return texts[what]
}

/** Whose turn it is. */
export interface Circumstances {
  readonly inbound: Inbound
  readonly person: OfficePerson
  readonly remembered: Remembered
  readonly at: Date
}

/** One turn of the conversation, and what is to be said of it. */
export async function converse(
  parts: TurnParts,
  tx: OrderedTx,
  { inbound, person, remembered, at }: Circumstances,
  input: Input,
): Promise<Said> {
  const bound: BoundTurn = bindTurn(parts.office, { tx, person, at, saidIn: inbound.dedupeKey })
  const { drafts, last, together, heldPhotos } = remembered
  const session = {
    drafts,
    heldPhotos,
    roles: bound.roles,
    filling: bound.filling,
    ...(last && { last }),
    ...(together && { together }),
  }
  const { reply, missed, problems, ...left } = await turn(
    input,
    session,
    bound.host,
    parts.dialogues,
    at,
  )
  const misunderstood =
    input.kind === 'text' && missed ? misunderstoodIn(input.text, person.name, drafts) : undefined
  return {
    reply,
    ...(problems && { problems }),
    first: greyed(parts, inbound, remembered, left.kind),
    after: bound.pushes,
    talked: {
      personId: person.id,
      ...left,
      learned: bound.learned,
      ...(misunderstood && { misunderstood }),
      nudgeAt: parts.nudgeAt(at),
    },
  }
}

/** A tapped card shows what became of it, and its buttons turn grey (doc 94888). */
function greyed(
  parts: TurnParts,
  inbound: Inbound,
  { card }: Remembered,
  became: TurnKind,
): NewPush[] {
  if (inbound.kind !== 'template_card_event' || !inbound.responseCode) return []
  const done: Partial<Record<TurnKind, string>> = parts.dialogues.common['card-done']
  const label = card?.open ? card.labels[inbound.eventKey] : undefined
  const text = done[became] ?? label ?? parts.dialogues.common['card-done'].stale
  return [
    {
      ...chatPush(inbound, 'card', {
        responseCode: inbound.responseCode,
        update: { kind: 'grey', text },
      }),
      kind: 'UPDATE_CARD',
    },
  ]
}
