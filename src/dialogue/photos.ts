import { proceed } from './advancing.ts'
import { ask } from './asking.ts'
import { addPhotos } from './proof.ts'
import type { Outcome, Talk } from './talk.ts'

/**
 * A picture belongs to the active report, whatever is being asked; the question is then repeated.
 * Without one the host decides what becomes of it.
 */
export async function onPhoto(talk: Talk, photo: string): Promise<Outcome> {
  const draft = talk.active()
  const dialogue = draft && talk.dialogueOf(draft)
  if (!draft || dialogue?.kind !== 'report' || draft.step.at.startsWith('undo')) {
    const reply = await talk.host.orphanPhoto(photo, talk.parked())
    return { kind: 'kept', reply }
  }
  const { step } = draft
  if (step.at === 'batch' || step.at === 'which-row') {
    const before = step.at === 'which-row' ? (step.photos ?? []) : []
    talk.moveTo(draft, { at: 'which-row', photos: [...before, photo] })
    return ask(talk, draft)
  }
  const slot = addPhotos(talk, draft, [photo])
  talk.say(talk.sentence(talk.common.photo.taken))
  const wanted = draft.step.at === 'slot' && draft.step.slot === slot
  return wanted ? proceed(talk, draft) : ask(talk, draft)
}
