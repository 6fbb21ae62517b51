import { proceed } from './advancing.ts'
import { type Dialogue, durationMs } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Input } from './exchange.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/**
 * Brings stored drafts up to the present: drops those left too long, whose conversation is gone or
 * no longer open to the person, and carries the others over to a changed file. Gives an outcome
 * where the input must not be acted on because its question has changed.
 */
export async function refresh(talk: Talk, input: Input): Promise<Outcome | undefined> {
  const active = talk.active()
  for (const draft of talk.drafts) {
    const dialogue = talk.dialogues.byId.get(draft.dialogue)
    if (!dialogue) talk.end(draft, 'outdated')
    else if (isLeft(talk, draft, dialogue)) expire(talk, draft, dialogue)
    else if (!talk.isOpenTo(dialogue)) talk.end(draft, 'cancelled')
    else if (draft.version !== dialogue.version) carryOver(talk, draft, dialogue)
  }
  if (!active) return undefined
  const dialogue = talk.dialogues.byId.get(active.dialogue)
  if (!dialogue) return told('cancelled', talk.common.upgraded.gone)
  if (active.ended === 'cancelled')
    return told('not-allowed', talk.sentence(talk.common['not-for-you'], active))
  if (active.ended || active.notes.length === 0 || active.step.at.startsWith('undo'))
    return undefined
  const sameQuestion = dialogue.upgrade === 'keep' && active.step.at === 'slot'
  if (!sameQuestion || input.kind === 'tap') return proceed(talk, active)
  for (const note of active.notes.splice(0)) talk.say(note)
  return undefined
}

/** A report left too long is dropped, which is said the next time the person writes; a batch is said once. */
function expire(talk: Talk, draft: Draft, dialogue: Dialogue): void {
  const silent = dialogue.kind === 'answer' || draft.queued || draft.step.at.startsWith('undo')
  if (!silent) talk.say(talk.sentence(talk.common.expired, draft))
  talk.end(draft, 'expired')
}

function isLeft(talk: Talk, draft: Draft, dialogue: Dialogue): boolean {
  return talk.now.getTime() - Date.parse(draft.touchedAt) > durationMs(dialogue.idle.drop)
}

function carryOver(talk: Talk, draft: Draft, dialogue: Dialogue): void {
  const { upgraded } = talk.common
  draft.version = dialogue.version
  const kept = dialogue.upgrade === 'keep' ? Object.entries(draft.slots) : []
  draft.slots = Object.fromEntries(
    kept.filter(([name, value]) =>
      dialogue.slots.some((slot) => slot.name === name && slot.is === value.kind),
    ),
  )
  draft.skipped = dialogue.upgrade === 'keep' ? draft.skipped : []
  draft.choices = {}
  draft.checked = []
  draft.needs = {}
  const { step } = draft
  const stays =
    step.at.startsWith('undo') ||
    (dialogue.upgrade === 'keep' &&
      step.at === 'slot' &&
      dialogue.slots.some((slot) => slot.name === step.slot))
  if (!stays) draft.step = { at: 'commit' }
  draft.notes = [talk.sentence(upgraded[dialogue.upgrade], draft)]
}
