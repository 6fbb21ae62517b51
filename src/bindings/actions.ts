import type { RecordAction, UndoAction } from './action.ts'
import { answerIssueAction } from './answer-issue.ts'
import { recordCreditAction } from './record-credit.ts'
import { recordDutyAction, undoDutyAction } from './record-duty.ts'
import { recordEventAction, undoEventAction } from './record-event.ts'
import { remarkAction, undoRemarkAction } from './record-remark.ts'
import { recordVisitAction, undoVisitAction } from './record-visit.ts'
import { renewLinkAction } from './renew-link.ts'

/** Actions that dialogue files may name behind `submit.do`. */
export const recordActions: Readonly<Record<string, RecordAction>> = {
  'record-event': recordEventAction,
  'record-visit': recordVisitAction,
  'explain-matter': remarkAction('EXPLAINED'),
  'ask-help': remarkAction('HELP'),
  'urge-matter': remarkAction('URGED'),
  'coordinate-matter': remarkAction('COORDINATED'),
  'annotate-matter': remarkAction('NOTED'),
  'answer-issue': answerIssueAction,
  'report-duty': recordDutyAction,
  'record-credit': recordCreditAction,
  'renew-link': renewLinkAction,
}

/** Actions that dialogue files may name behind `after-submit.do`. */
export const undoActions: Readonly<Record<string, UndoAction>> = {
  'undo-event': undoEventAction,
  'undo-visit': undoVisitAction,
  'undo-remark': undoRemarkAction,
  'undo-duty': undoDutyAction,
}
