/** What a kind of event beside the normal course of a project is like. */
interface FinerFacts {
  /** Absent for what belongs to no stage: it moves no project forward. */
  readonly stage?: 'PLAN' | 'AGENCY' | 'TENDER' | 'CONTRACT' | 'ACCEPT' | 'PAY'
  readonly repeatable?: true
  /** A day that is fixed beforehand and may lie ahead when it is reported. */
  readonly ahead?: true
  /** Nobody must do it: its limit says until when it may be done. */
  readonly voluntary?: true
  /** Nothing is recorded of it without a document that shows it. */
  readonly evidence?: true
}

const OFTEN = { repeatable: true } as const
const MAY = { repeatable: true, voluntary: true } as const
const PROVEN = { repeatable: true, evidence: true } as const

/**
 * The events that rules of law and terms of contracts start or end with beside the normal course: finer steps of a tender, frameworks,
 * bonds, 质疑 and 投诉, suspensions. Nobody expects them, so they are nobody's predecessor.
 */
const FINER = {
  SS_PUBLICITY_START: { stage: 'PLAN' },
  SS_PUBLICITY_END: { stage: 'PLAN', ahead: true },
  SS_OBJECTION_REVIEWED: { stage: 'PLAN' },
  AGENCY_INFO_CHANGED: OFTEN,
  AGENCY_INFO_UPDATED: OFTEN,
  PREQUAL_NOTICE_PUBLISHED: { stage: 'TENDER' },
  PREQUAL_NOTICE_END: { stage: 'TENDER', ahead: true },
  PREQUAL_CLARIFIED: { stage: 'TENDER', ...MAY },
  PREQUAL_SUBMIT_DEADLINE: { stage: 'TENDER', ahead: true },
  NOTICE_RECEIVED_BY_MEDIA: { stage: 'PLAN' },
  NOTICE_PERIOD_END: { stage: 'TENDER', ahead: true },
  TENDER_DOC_ISSUED: { stage: 'TENDER' },
  TENDER_DOC_CLOSED: { stage: 'TENDER', ahead: true },
  TENDER_CLARIFIED: { stage: 'TENDER', ...MAY },
  BID_DEADLINE: { stage: 'TENDER', ahead: true },
  CONSULT_DOC_ISSUED: { stage: 'TENDER' },
  CONSULT_DOC_CLOSED: { stage: 'TENDER', ahead: true },
  CONSULT_CLARIFIED: { stage: 'TENDER', ...MAY },
  NEGOTIATE_DOC_ISSUED: { stage: 'TENDER' },
  NEGOTIATE_CLARIFIED: { stage: 'TENDER', ...MAY },
  RFQ_ISSUED: { stage: 'TENDER' },
  RFQ_CLARIFIED: { stage: 'TENDER', ...MAY },
  RESPONSE_DEADLINE: { stage: 'TENDER', ahead: true },
  BOND_RECEIVED: OFTEN,
  WITHDRAWAL_RECEIVED: OFTEN,
  TENDER_TERMINATED: { stage: 'TENDER' },
  BOND_REFUNDED: OFTEN,
  EXPERTS_DRAWN: { stage: 'TENDER' },
  EVALUATION_START: { stage: 'TENDER', ahead: true },
  EXPERTS_EVALUATED: { stage: 'TENDER' },
  RESULT_PERIOD_END: { stage: 'TENDER', ahead: true },
  PROCUREMENT_END: {},
  AGENCY_EVALUATED: {},
  CREDIT_EVALUATED_TENDER: {},
  CREDIT_EVALUATED_ACCEPT: {},
  ARCHIVE_RELEASED: {},
  CONTRACT_CHANGED: { stage: 'CONTRACT', ...OFTEN },
  CONTRACT_CHANGE_PUBLISHED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_NOTICE_SENT: { stage: 'TENDER' },
  FRAMEWORK_SIGNED: { stage: 'CONTRACT' },
  FRAMEWORK_FILED: { stage: 'CONTRACT' },
  FRAMEWORK_INFORMED: { stage: 'CONTRACT' },
  FRAMEWORK_SUPPLIER_SELECTED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_NONLISTED_COPIED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_RESULT_PUBLISHED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_APPLICATION_RECEIVED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_APPLICATION_APPROVED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_EXIT_REQUESTED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_EXIT_PUBLISHED: { stage: 'CONTRACT', ...OFTEN },
  FRAMEWORK_EXPIRED: { stage: 'CONTRACT' },
  FRAMEWORK_SUMMARY_PUBLISHED: { stage: 'CONTRACT' },
  PERFORMANCE_BOND_RECEIVED: { stage: 'CONTRACT', ...OFTEN },
  PERFORMANCE_BOND_RETURNED: OFTEN,
  CONTRACT_SUSPENDED: { stage: 'CONTRACT', ...PROVEN },
  CONTRACT_RESUMED: { stage: 'CONTRACT', ...OFTEN },
  CONTRACT_TERMINATED: { stage: 'CONTRACT' },
  SETTLEMENT_CONFIRMED: { stage: 'ACCEPT', ...OFTEN },
  WARRANTY_ENDED: { ahead: true },
  CONFIRM_REQUESTED: OFTEN,
  RECEIVABLE_CONFIRMED: OFTEN,
  SME_COMPLAINT_ACCEPTED: OFTEN,
  SME_COMPLAINT_TRANSFERRED: OFTEN,
  SME_COMPLAINT_MATERIAL_RECEIVED: OFTEN,
  SME_COMPLAINT_HANDLED: OFTEN,
  QUERY_RECEIVED: OFTEN,
  QUERY_REPLIED: OFTEN,
  SHOULD_KNOW_DATE: OFTEN,
  CHALLENGE_RECEIVED: PROVEN,
  CHALLENGE_REPLIED: OFTEN,
  CHALLENGE_REPLY_DUE: OFTEN,
  COMPLAINT_RECEIVED: PROVEN,
  COMPLAINT_REVIEWED: OFTEN,
  COMPLAINT_REJECTED: OFTEN,
  COMPLAINT_SERVED: OFTEN,
  COMPLAINT_DEFENDED: OFTEN,
  COMPLAINT_INQUIRY_STARTED: PROVEN,
  COMPLAINT_INQUIRY_ENDED: OFTEN,
  COMPLAINT_DECIDED: OFTEN,
  SUPERVISION_DECISION_DONE: OFTEN,
  SUPERVISION_RESULT_PUBLISHED: OFTEN,
  SUSPEND_NOTICE: PROVEN,
  SUSPENSION_ENDED: OFTEN,
  FORCE_MAJEURE_STARTED: PROVEN,
  FORCE_MAJEURE_ENDED: OFTEN,
  SME_IDENTIFY_REQUESTED: OFTEN,
  SME_IDENTIFIED: OFTEN,
} as const satisfies Readonly<Record<string, FinerFacts>>

/** See FINER. */
export type FinerKind = keyof typeof FINER

/** What is known of a finer kind. */
export const finerFacts: Readonly<Record<FinerKind, FinerFacts>> = FINER

/** Whether the text names a finer kind. */
export function isFinerKind(text: string): text is FinerKind {
  return Object.hasOwn(FINER, text)
}

/** All of them. */
export const FINER_KINDS: readonly FinerKind[] = Object.keys(FINER).filter(isFinerKind)
