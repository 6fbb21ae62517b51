import { ask } from './asking.ts'
import type { Dialogue, SlotDefinition } from './definition.ts'
import type { Draft, Ending } from './draft.ts'
import type { Button } from './exchange.ts'
import { adoptPhotos } from './proof.ts'
import { nextSlot, relevantSlots } from './relevance.ts'
import { verify } from './rules.ts'
import { take } from './taking.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** Brings a draft to its next question, its confirmation or its answer, and says it. */
export async function proceed(talk: Talk, draft: Draft): Promise<Outcome> {
  const dialogue = talk.dialogueOf(draft)
  draft.parked = false
  draft.queued = false
  draft.touchedAt = talk.now.toISOString()
  for (const note of draft.notes.splice(0)) talk.say(note)
  adoptPhotos(talk, draft)
  for (const refusal of await verify(talk, draft, new Map())) talk.say(refusal.reason)
  const slot = await firstMissing(talk, dialogue, draft)
  if (slot) {
    talk.moveTo(draft, { at: 'slot', slot: slot.name })
    return ask(talk, draft)
  }
  if (dialogue.kind === 'answer') return answerPage(talk, draft, dialogue.answer.do, 0)
  talk.moveTo(draft, { at: 'commit' })
  return ask(talk, draft)
}

async function firstMissing(
  talk: Talk,
  dialogue: Dialogue,
  draft: Draft,
): Promise<SlotDefinition | undefined> {
  const tried = new Set<string>()
  for (;;) {
    const slot = nextSlot(dialogue, draft)
    if (slot?.default === undefined || tried.has(slot.name) || talk.retries.has(slot.name))
      return slot
    tried.add(slot.name)
    await take(talk, draft, new Map([[slot.name, { from: { text: slot.default }, firm: false }]]))
  }
}

/** Answers one page; further pages stay at hand until something else is said. */
export async function answerPage(
  talk: Talk,
  draft: Draft,
  action: string,
  page: number,
): Promise<Outcome> {
  const answer = await talk.host.answer(action, relevantSlots(talk.dialogueOf(draft), draft), page)
  const { choosing } = talk.common
  const buttons: Button[] = [...(answer.buttons ?? [])]
  if (page > 0) buttons.push({ key: 'previous-page', label: choosing['previous-page'].label })
  if (answer.more) buttons.push({ key: 'next-page', label: choosing['next-page'].label })
  const outcome = told('answered', answer.text, buttons)
  if (!answer.more && page === 0) return finish(talk, draft, 'answered', outcome)
  const before = talk.reading()
  if (before && before !== draft) talk.end(before, 'answered')
  draft.parked = true
  draft.step = { at: 'reading', page }
  talk.keepsReading = true
  draft.touchedAt = talk.now.toISOString()
  return follow(talk, draft, outcome)
}

/** Ends a draft and goes on to what waits behind it. */
export async function finish(
  talk: Talk,
  draft: Draft,
  ending: Ending,
  outcome: Outcome,
): Promise<Outcome> {
  talk.end(draft, ending)
  return follow(talk, draft, outcome)
}

/**
 * What comes after a draft: the one it interrupted, else the next fact of the same message,
 * else the offer to go on with what was put aside.
 */
async function follow(talk: Talk, after: Draft, outcome: Outcome): Promise<Outcome> {
  const { resume } = talk.common
  const interrupted = talk.parked().find((draft) => draft.id === after.back)
  delete after.back
  if (interrupted)
    return join(talk, outcome, talk.sentence(resume.back, interrupted), () =>
      goBack(talk, interrupted),
    )
  const parked = talk.parked()
  const queued = parked.find((draft) => draft.queued)
  if (queued)
    return join(talk, outcome, talk.sentence(resume.next, queued), () => proceed(talk, queued))
  const [first] = parked
  if (!first) return outcome
  const waiting = talk.sentence(resume.waiting, first, { count: String(parked.length) })
  return {
    kind: outcome.kind,
    reply: {
      ...outcome.reply,
      text: `${outcome.reply.text}\n${waiting}`,
      buttons: [...outcome.reply.buttons, { key: 'resume', label: resume.label }],
    },
  }
}

/** Takes up a parked draft at the exact question where it was left. */
export async function goBack(talk: Talk, draft: Draft): Promise<Outcome> {
  draft.parked = false
  delete draft.offered
  draft.touchedAt = talk.now.toISOString()
  if (draft.step.at === 'commit') return proceed(talk, draft)
  adoptPhotos(talk, draft)
  return ask(talk, draft)
}

/** Buttons a card can hold. */
const BUTTONS = 6

/** One outcome after another: the second one's question stands last, with its buttons. */
async function join(
  talk: Talk,
  first: Outcome,
  between: string,
  next: () => Promise<Outcome>,
): Promise<Outcome> {
  const mark = talk.lines.length
  const then = await next()
  const lines = talk.lines.splice(mark)
  const keys = then.reply.buttons.map((button) => button.key)
  const kept = first.reply.buttons.filter((button) => !keys.includes(button.key))
  const room = Math.max(0, BUTTONS - keys.length)
  return {
    kind: first.kind,
    reply: {
      ...then.reply,
      text: [first.reply.text, between, ...lines, then.reply.text]
        .filter((line) => line !== '')
        .join('\n'),
      buttons: [...then.reply.buttons, ...kept.slice(0, room)],
    },
  }
}
