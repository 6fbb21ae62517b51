import { keepReferral } from '../cases/index.ts'
import type { Filling, Note } from '../dialogue/index.ts'
import type { Occasion } from './office.ts'
import { fillingOf } from './roles.ts'
import { wording } from './wording.ts'

/** Something to be kept that is no submission. */
export type NoteAction = (note: Note, occasion: Occasion) => Promise<Filling>

/** Actions that `_common.yaml` may name behind `do`. */
export const notes: Readonly<Record<string, NoteAction>> = {
  'call-section': (note, occasion) => keep({ ...note, text: callWords(note) }, occasion, 'call'),
  'keep-for-section': (note, occasion) => keep(note, occasion, 'none'),
}

/** What the section reads of somebody who asked for a person: what she was about, where it has a name. */
function callWords({ draft }: Note): string {
  const { project, party, event } = draft?.slots ?? {}
  const what = [project ?? party, event].flatMap((value) => value?.label ?? []).join(' ')
  return what === '' ? wording.say('call') : wording.say('call-about', { what })
}

async function keep(
  { text, intent }: Note,
  { tx, person, at }: Occasion,
  otherwise: string,
): Promise<Filling> {
  const kept = await keepReferral(tx, { person, intent: intent ?? otherwise, text, at })
  if (kept.sectionId === undefined) return { seen: wording.say('unseen') }
  const { 'section.name': section = '' } = fillingOf(person, wording.say('any-section'))
  return { seen: wording.say('seen', { section }) }
}
