import type { Dialogue } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Frame } from './host.ts'
import { optionWithin, readSlot } from './reading.ts'
import type { Said } from './taking.ts'
import type { Talk } from './talk.ts'

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
 * Whether a frame is about another matter than the draft: it gives all slots of `anew-by`, and one
 * of them differs. With `some`, one given and different is enough. With `known`, which is for words that may
 * just as well be a reason, each must be something that there is (「通知书当时写错了」 names no project), and be done.
 */
export async function isAnotherMatter(
  talk: Talk,
  draft: Draft,
  frame: Frame,
  needed: 'all' | 'some' | 'known',
): Promise<boolean> {
  const dialogue = talk.dialogueOf(draft)
  const said = saidIn(dialogue, frame, false)
  const identity = dialogue.starts['anew-by'] ?? []
  const given = identity.filter((name) => said.has(name))
  if (given.length === 0 || (needed !== 'some' && given.length < identity.length)) return false
  if (needed === 'known' && (frame.negated || frame.planned)) return false
  let differs = false
  for (const name of given) {
    const slot = talk.slotOf(draft, name)
    const word = said.get(name)
    const value = draft.slots[name]
    if (!slot || !word || !value) continue
    const reading = await readSlot(talk, draft, slot, word.from)
    if (reading.kind === 'value')
      differs ||= JSON.stringify(reading.value.value) !== JSON.stringify(value.value)
    else if (needed === 'known') return false
  }
  return differs
}
