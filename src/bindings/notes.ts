import { keepReferral } from '../cases/index.ts'
import type { Filling, Note } from '../dialogue/index.ts'
import type { Occasion } from './office.ts'

/** Something to be kept that is no submission. */
export type NoteAction = (note: Note, occasion: Occasion) => Promise<Filling>

/** Actions that `_common.yaml` may name behind `do`. */
export const notes: Readonly<Record<string, NoteAction>> = {
  'call-section': (note, occasion) => keep(note, occasion, 'call'),
  'keep-for-section': (note, occasion) => keep(note, occasion, 'none'),
}

async function keep(
  { text, intent }: Note,
  { tx, person, at }: Occasion,
  otherwise: string,
): Promise<Filling> {
  await keepReferral(tx, { person, intent: intent ?? otherwise, text, at })
  return {}
}
