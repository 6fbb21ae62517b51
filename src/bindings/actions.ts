import type { RecordAction, UndoAction } from './action.ts'
import { recordEventAction, undoEventAction } from './record-event.ts'
import { recordVisitAction, undoVisitAction } from './record-visit.ts'

/** Actions that dialogue files may name behind `submit.do`. */
export const recordActions: Readonly<Record<string, RecordAction>> = {
  'record-event': recordEventAction,
  'record-visit': recordVisitAction,
}

/** Actions that dialogue files may name behind `after-submit.do`. */
export const undoActions: Readonly<Record<string, UndoAction>> = {
  'undo-event': undoEventAction,
  'undo-visit': undoVisitAction,
}
