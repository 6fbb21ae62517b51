import { proceed } from './advancing.ts'
import { ask } from './asking.ts'
import { addToBatch } from './batch.ts'
import { dropRow, exactCommand, obey } from './commands.ts'
import { correct, marksCorrection, namedSlot, revise, withoutDenied } from './correcting.ts'
import type { Draft } from './draft.ts'
import type { Frame, Understanding } from './host.ts'
import { keepWithoutConversation } from './keeping.ts'
import { pickFromList } from './listing.ts'
import { isAnotherMatter, type Opening, openingsIn, saidIn } from './openings.ts'
import { addPhotos } from './proof.ts'
import { isRelevant } from './relevance.ts'
import { start } from './starting.ts'
import type { Outcome, Talk } from './talk.ts'
import { isOneOf, pickedNumber, plain } from './words.ts'

/** A sentence while all facts of a batch stand on one card. */
export async function onBatch(talk: Talk, front: Draft, text: string): Promise<Outcome> {
  const exact = exactCommand(talk, front, text)
  const pick = exact === undefined ? pickFromList(talk, front, text) : undefined
  if (pick?.kind === 'picked') return onPickedRow(talk, front, pick.id)
  const obeyed = exact && (await obey(talk, front, exact))
  if (obeyed) return obeyed
  const numbered = numberedRow(talk, front, text)
  if (numbered) return onRow(talk, numbered.row, numbered.rest)
  const said = withoutDenied(talk, text)
  const context = { dialogue: front.dialogue, slot: 'commit' }
  return respond(talk, front, said, await talk.host.understand(said, context))
}

/** The fact that was picked from the list: takes the photos or the words that led to the question, else is changed. */
export async function onPickedRow(talk: Talk, front: Draft, id: string): Promise<Outcome> {
  const row = talk.rows(front).find((one) => one.id === id)
  if (!row || front.step.at !== 'which-row') return ask(talk, front)
  const { photos, text } = front.step
  talk.moveTo(front, { at: 'batch' })
  if (photos) {
    addPhotos(talk, row, photos)
    talk.say(talk.sentence(talk.common.photo.taken))
    return proceed(talk, row)
  }
  return onRow(talk, row, text ?? '')
}

/** The fact that a text names by its number (“第2件”), and what the text says of it. */
export function numberedRow(
  talk: Talk,
  draft: Draft,
  text: string,
): { readonly row: Draft; readonly rest: string } | undefined {
  const { batch, choosing } = talk.common
  for (const before of batch.before)
    for (const after of batch.after) {
      const start = text.indexOf(before)
      const end = start < 0 ? -1 : text.indexOf(after, start)
      if (end < 0) continue
      const number = pickedNumber(text.slice(start + before.length, end), choosing)
      const row = number === undefined ? undefined : talk.rows(draft)[number - 1]
      if (row) return { row, rest: text.slice(0, start) + text.slice(end + after.length) }
    }
  return undefined
}

/** What is said of one fact: nothing, to take it out, that it is not done, or a correction. */
export async function onRow(talk: Talk, row: Draft, text: string): Promise<Outcome> {
  const { batch, correct: words } = talk.common
  if (isOneOf(text, batch.drop)) return dropRow(talk, row)
  talk.bringForward(row)
  const { frames } = await talk.host.understand(text, { dialogue: row.dialogue, slot: 'commit' })
  const own = frames.find((frame) => isOwn(talk, row, frame))
  if (own?.negated || own?.planned) return dropRow(talk, row, 'not-done')
  const outcome = plain(text) === '' ? undefined : await correct(talk, row, text, own, true)
  if (outcome) return outcome
  const named = namedSlot(talk, row, text)
  if (named) return revise(talk, row, named.slot.name)
  if (plain(text) !== '' && !talk.common.change.words.some((word) => isOneOf(text, [word])))
    talk.say(words.unclear)
  talk.moveTo(row, { at: 'which-slot' })
  return ask(talk, row)
}

const isOwn = (talk: Talk, row: Draft, { intent }: Frame): boolean => {
  const dialogue = talk.dialogues.forIntent(intent)
  return dialogue === undefined || dialogue.id === row.dialogue
}

async function respond(
  talk: Talk,
  front: Draft,
  text: string,
  { command, frames }: Understanding,
): Promise<Outcome> {
  const openings = openingsIn(talk, frames)
  const kept = await keepWithoutConversation(talk, frames, text)
  for (const line of kept) talk.say(line)
  const correcting = command === 'correct' || command === 'deny' || marksCorrection(talk, text)
  if (command && !correcting && openings.length + kept.length === 0) {
    const obeyed = await obey(talk, front, command)
    if (obeyed) return obeyed
  }
  const facts = openings.filter(({ dialogue }) => dialogue.kind === 'report')
  for (const fact of facts) await onFact(talk, front, fact, text)
  const questions = openings.filter(({ dialogue }) => dialogue.kind === 'answer')
  if (questions.length > 0) return start(talk, questions)
  if (facts.length > 0) return proceed(talk, talk.active() ?? front)
  if (kept.length > 0) return ask(talk, front)
  return correctSome(talk, front, text, frames[0])
}

/** A fact told while the card stands: one of those on it, which is corrected or taken out, or a further one. */
async function onFact(talk: Talk, front: Draft, fact: Opening, text: string): Promise<void> {
  const { dialogue, frame } = fact
  const same: Draft[] = []
  for (const row of talk.rows(front))
    if (row.dialogue === dialogue.id && !(await isAnotherMatter(talk, row, frame, 'some')))
      same.push(row)
  const identified = (dialogue.starts['anew-by'] ?? []).some((name) =>
    saidIn(dialogue, frame, false).has(name),
  )
  const [row, another] = same
  if ((frame.negated || frame.planned) && row && another) {
    // “还没弄” of one of several: which is asked, and none is guessed.
    talk.bringForward(front)
    talk.moveTo(front, { at: 'which-row', text })
  } else if (frame.negated || frame.planned) {
    if (row) await dropRow(talk, row, 'not-done')
    else await start(talk, [fact])
  } else if (row && identified) {
    talk.bringForward(row)
    await correct(talk, row, text, frame, true)
  } else {
    const [added] = talk.isOpenTo(dialogue) ? await addToBatch(talk, front, [fact]) : []
    if (!added) return
    const number = String(talk.rows(front).indexOf(added) + 1)
    talk.say(talk.sentence(talk.common.batch.added, undefined, { number }))
  }
}

/** A correction that names no fact: of all of them (“都改成12号”), of the only one it can mean, else it is asked which. */
async function correctSome(
  talk: Talk,
  front: Draft,
  text: string,
  frame: Frame | undefined,
): Promise<Outcome> {
  const rows = talk.rows(front)
  const mentioned: Draft[] = []
  for (const row of rows)
    if (
      frame &&
      frame.slots.project !== undefined &&
      !(await isAnotherMatter(talk, row, frame, 'some'))
    )
      mentioned.push(row)
  const meant =
    mentioned.length > 0 ? mentioned : rows.filter((row) => canMean(talk, row, text, frame))
  const [only] = meant
  if (!only) {
    talk.missed = true
    talk.say(talk.common['again-at-confirmation'])
    return ask(talk, front)
  }
  if (meant.length === 1) return onRow(talk, only, text)
  const all = talk.common.batch.all.find((word) => text.includes(word))
  if (all === undefined) {
    talk.moveTo(front, { at: 'which-row', text })
    return ask(talk, front)
  }
  for (const row of meant) {
    talk.bringForward(row)
    await correct(talk, row, text.replace(all, ''), frame, true)
  }
  return proceed(talk, front)
}

/** Whether a fact has the slot that the words name or give a value for. */
function canMean(talk: Talk, row: Draft, text: string, frame: Frame | undefined): boolean {
  if (namedSlot(talk, row, text)) return true
  const said = frame ? saidIn(talk.dialogueOf(row), frame, true) : new Map()
  return talk
    .dialogueOf(row)
    .slots.some((slot) => said.has(slot.name) && isRelevant(slot, row.slots))
}
