import type { Act, Answer, Draft, Slots, Submission, Undo } from '../dialogue/index.ts'
import type { Lookups } from './lookups.ts'
import type { Occasion, Office } from './office.ts'

/** What an action stands on. */
export interface ActionTurn {
  readonly office: Office
  readonly occasion: Occasion
  readonly look: Lookups
}

/** What recording stands on. */
export interface RecordTurn extends ActionTurn {
  /** Facts that are recorded after this one in the same breath. */
  readonly later: readonly Slots[]
}

/** An action that records a confirmed draft. */
export interface RecordAction {
  readonly fillings: readonly string[]
  act(slots: Slots, draft: Draft, turn: RecordTurn): Promise<Act>
}

/** An action that takes a submission back. */
export interface UndoAction {
  readonly fillings: readonly string[]
  undo(submission: Submission, reason: string | undefined, turn: ActionTurn): Promise<Undo>
}

/** An answer that a dialogue file may name behind `answer.do`. */
export type AnswerAction = (slots: Slots, page: number, turn: ActionTurn) => Promise<Answer>
