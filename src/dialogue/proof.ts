import type { Draft } from './draft.ts'
import { isRelevant } from './relevance.ts'
import type { Talk } from './talk.ts'

/** Puts pictures into a report; the name of the slot that shows them, if it has one. */
export function addPhotos(talk: Talk, draft: Draft, photos: readonly string[]): string | undefined {
  draft.photos.push(...photos)
  const count = String(draft.photos.length)
  const slot = talk
    .dialogueOf(draft)
    .slots.find((one) => one.is === 'photo' && isRelevant(one, draft.slots))
  if (!slot) return undefined
  const label = talk.sentence(talk.common.photo.label, undefined, { count })
  draft.slots[slot.name] = { kind: 'photo', value: [...draft.photos], label, fields: { count } }
  return slot.name
}

/** A report that has room for pictures takes over those that came before anybody said what they prove. */
export function adoptPhotos(talk: Talk, draft: Draft): void {
  const dialogue = talk.dialogueOf(draft)
  const held = talk.heldPhotos()
  if (held.length === 0 || dialogue.kind !== 'report' || draft.step.at.startsWith('undo')) return
  if (!dialogue.slots.some((slot) => slot.is === 'photo')) return
  addPhotos(talk, draft, held)
  talk.say(talk.sentence(talk.common.photo.adopted))
}
