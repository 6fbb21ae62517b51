import { finish, proceed } from './advancing.ts'
import type { Dialogue } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Frame } from './host.ts'
import { optionWithin, readSlot } from './reading.ts'
import { type Said, take } from './taking.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** What a frame says, by the slots of the dialogue it belongs to. */
export function saidIn(dialogue: Dialogue, frame: Frame, firm: boolean): Map<string, Said> {
  const said = new Map<string, Said>()
  for (const slot of dialogue.slots)
    for (const key of [slot.name, ...(slot['also-from'] ?? [])]) {
      const raw = frame.slots[key]
      if (raw !== undefined && !said.has(slot.name)) said.set(slot.name, { from: { raw }, firm })
    }
  for (const slot of dialogue.slots) {
    const named = slot['in-passing'] && frame.text ? optionWithin(slot, frame.text) : undefined
    if (named !== undefined && !said.has(slot.name))
      said.set(slot.name, { from: { option: named }, firm: false })
  }
  return said
}

/** A conversation that a frame opens. */
export interface Opening {
  readonly dialogue: Dialogue
  readonly frame: Frame
}

/** The conversations that a message opens, in its order. */
export function openingsIn(talk: Talk, frames: readonly Frame[]): Opening[] {
  return frames.flatMap((frame) => {
    const dialogue = talk.dialogues.forIntent(frame.intent)
    return dialogue ? [{ dialogue, frame }] : []
  })
}

/**
 * Opens what a message asks for: answers first, then its facts one after another (the further ones
 * wait as queued drafts). What has not happened is said to be recorded nowhere.
 */
export async function start(talk: Talk, openings: readonly Opening[]): Promise<Outcome> {
  const allowed = openings.filter(({ dialogue }) => talk.isOpenTo(dialogue))
  const barred = openings.find(({ dialogue }) => !talk.isOpenTo(dialogue))
  if (barred) {
    const text = talk.sentence(talk.common['not-for-you'], undefined, {
      title: barred.dialogue.title,
    })
    if (allowed.length === 0) return told('not-allowed', text)
    talk.say(text)
  }
  const facts: Opening[] = []
  for (const opening of allowed.filter(({ dialogue }) => dialogue.kind === 'report'))
    if (opening.frame.negated || opening.frame.planned) await sayNotDone(talk, opening)
    else facts.push(opening)
  const questions = allowed.filter(({ dialogue }) => dialogue.kind === 'answer')
  const drafts = await openFacts(talk, facts)
  let outcome = drafts[0] && questions.length === 0 ? await proceed(talk, drafts[0]) : undefined
  for (const { dialogue, frame } of questions)
    outcome = await answerIn(talk, dialogue, frame, outcome)
  return outcome ?? told('denied', '')
}

/** Asks an `answer` dialogue; a draft under way is returned to by itself. */
async function answerIn(
  talk: Talk,
  dialogue: Dialogue,
  frame: Frame,
  before: Outcome | undefined,
): Promise<Outcome> {
  if (before) talk.say(before.reply.text)
  const draft = talk.begin(dialogue, { back: true })
  await take(talk, draft, saidIn(dialogue, frame, true))
  return proceed(talk, draft)
}

async function openFacts(talk: Talk, facts: readonly Opening[]): Promise<Draft[]> {
  const [first, ...further] = facts
  if (!first) return []
  if (further.length > 0)
    talk.say(talk.sentence(talk.common.several, undefined, { count: String(facts.length) }))
  const draft = talk.begin(first.dialogue)
  await take(talk, draft, saidIn(first.dialogue, first.frame, true))
  await queueFacts(talk, draft, further)
  return [draft]
}

/** Further facts wait as drafts behind the present one; what there is to say about them waits too. */
export async function queueFacts(
  talk: Talk,
  present: Draft,
  facts: readonly Opening[],
): Promise<void> {
  for (const { dialogue, frame } of facts) {
    const draft = talk.begin(dialogue)
    present.parked = false
    Object.assign(draft, { parked: true, queued: true })
    const before = { lines: talk.lines.length, retries: [...talk.retries] }
    await take(talk, draft, saidIn(dialogue, frame, true))
    draft.notes = talk.lines.splice(before.lines)
    talk.retries.clear()
    for (const [slot, sentence] of before.retries) talk.retries.set(slot, sentence)
  }
}

async function sayNotDone(talk: Talk, { dialogue, frame }: Opening): Promise<void> {
  if (dialogue.kind !== 'report') return
  const draft = talk.begin(dialogue, { back: true })
  const before = talk.lines.length
  await take(talk, draft, saidIn(dialogue, frame, false))
  // Nothing is recorded, so what a rule says of the values is beside the point.
  talk.lines.splice(before)
  talk.retries.clear()
  const which = frame.negated ? 'negated' : 'planned'
  talk.say(talk.sentence(dialogue['not-done'][which], draft))
  await finishQuietly(talk, draft)
}

/** Ends a draft that was only opened to say something about it. */
async function finishQuietly(talk: Talk, draft: Draft): Promise<void> {
  const interrupted = talk.parked().find((other) => other.id === draft.back)
  if (interrupted) interrupted.parked = false
  talk.end(draft, 'denied')
}

/** Ends the draft because the person says that it has not happened (yet). */
export async function deny(talk: Talk, draft: Draft, frame: Frame): Promise<Outcome> {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report') return proceed(talk, draft)
  const which = frame.negated ? 'negated' : 'planned'
  const text = talk.sentence(dialogue['not-done'][which], draft)
  return finish(talk, draft, 'denied', told('denied', text))
}

/**
 * Whether a frame is about another matter than the draft: it gives all slots of `anew-by`, and one
 * of them differs. With `some`, one given and different is enough.
 */
export async function isAnotherMatter(
  talk: Talk,
  draft: Draft,
  frame: Frame,
  needed: 'all' | 'some',
): Promise<boolean> {
  const dialogue = talk.dialogueOf(draft)
  const said = saidIn(dialogue, frame, false)
  const identity = dialogue.starts['anew-by'] ?? []
  const given = identity.filter((name) => said.has(name))
  if (given.length === 0 || (needed === 'all' && given.length < identity.length)) return false
  for (const name of given) {
    const slot = talk.slotOf(draft, name)
    const word = said.get(name)
    const value = draft.slots[name]
    if (!slot || !word || !value) continue
    const reading = await readSlot(talk, draft, slot, word.from)
    if (
      reading.kind === 'value' &&
      JSON.stringify(reading.value.value) !== JSON.stringify(value.value)
    )
      return true
  }
  return false
}
