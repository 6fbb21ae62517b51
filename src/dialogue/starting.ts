import { finish, proceed } from './advancing.ts'
import { addToBatch } from './batch.ts'
import type { Dialogue } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Frame } from './host.ts'
import { type Opening, saidIn } from './openings.ts'
import { take } from './taking.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/**
 * Opens what a message asks for: answers first, then its facts, several of them as one batch.
 * What has not happened is said to be recorded nowhere.
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
  const draft = await openFacts(talk, facts)
  let outcome = draft && questions.length === 0 ? await proceed(talk, draft) : undefined
  if (outcome?.kind === 'asked' && draft && talk.rows(draft).length > 1)
    talk.lines.unshift(
      talk.sentence(talk.common.several, undefined, { count: String(talk.rows(draft).length) }),
    )
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

/** Opens the facts of a message; several are a batch. Gives the one to go on with. */
async function openFacts(talk: Talk, facts: readonly Opening[]): Promise<Draft | undefined> {
  const [first, ...further] = facts
  if (!first) return undefined
  const draft = talk.begin(first.dialogue, { back: true })
  await take(talk, draft, saidIn(first.dialogue, first.frame, true))
  if (further.length === 0) return draft
  await addToBatch(talk, draft, further)
  const photos = talk.heldPhotos()
  if (photos.length > 0) draft.step = { at: 'which-row', photos }
  return draft
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
