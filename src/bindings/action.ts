import type { Act, Draft, Slots, Submission, Undo } from '../dialogue/index.ts'
import type { Lookups } from './lookups.ts'
import type { Occasion, Office } from './office.ts'

/** What an action stands on. */
export interface ActionTurn {
  readonly office: Office
  readonly occasion: Occasion
  readonly look: Lookups
}

/** An action that records a confirmed draft. */
export interface RecordAction {
  readonly fillings: readonly string[]
  act(slots: Slots, draft: Draft, turn: ActionTurn): Promise<Act>
}

/** An action that takes a submission back. */
export interface UndoAction {
  readonly fillings: readonly string[]
  undo(submission: Submission, reason: string | undefined, turn: ActionTurn): Promise<Undo>
}
