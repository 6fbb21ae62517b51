import type { BoundNames } from '../dialogue/index.ts'
import { recordActions, undoActions } from './actions.ts'
import { answers } from './answers.ts'
import { kinds } from './kinds.ts'
import { notes } from './notes.ts'
import { DIALOGUE_ROLES } from './roles.ts'
import { rules } from './rules.ts'

const fillings = (table: Readonly<Record<string, { readonly fillings: readonly string[] }>>) =>
  Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, entry.fillings]))

/** Every name that a dialogue file may use, and the placeholders each gives to the sentences around it. */
export const boundNames: BoundNames = {
  kinds: Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind.fields])),
  rules: fillings(rules),
  actions: { ...fillings(recordActions), ...fillings(undoActions) },
  answers: Object.keys(answers),
  notes: Object.keys(notes),
  roles: DIALOGUE_ROLES,
}
