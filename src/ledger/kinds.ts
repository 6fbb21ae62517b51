import { FINER_KINDS, type FinerKind, finerFacts, isFinerKind } from './finer-kinds.ts'

/** How far a lot has come: the latest stage reached. CLOSED and FAILED are derived (see stage.ts). */
export const STAGES = [
  'PLAN',
  'AGENCY',
  'TENDER',
  'CONTRACT',
  'ACCEPT',
  'PAY',
  'CLOSED',
  'FAILED',
] as const

/** See STAGES. */
export type Stage = (typeof STAGES)[number]

interface KindFacts {
  readonly stage: Stage
  /** Happens once a delivery, invoice or instalment: may be on record several times. */
  readonly repeatable?: true
  /** What is expected to have happened before. Finer kinds that many projects skip are nobody's predecessor. */
  readonly after: readonly string[]
  /** Only where an agency runs the procurement. */
  readonly agencyOnly?: true
}

/**
 * Every kind of event in the order of a normal project (notice 2022-10: 采购计划申报、委托代理机构、招标评审、
 * 签订合同、履约验收、支付价款). From delivery on a project may go in parts, so those kinds repeat; a payment
 * may come before delivery (预付款), so each only expects the contract.
 */
const KINDS = {
  PLAN_FILED: { stage: 'PLAN', after: [] },
  INTENT_PUBLISHED: { stage: 'PLAN', after: [] },
  AGENCY_ENTRUSTED: { stage: 'AGENCY', after: ['PLAN_FILED'] },
  NOTICE_PUBLISHED: { stage: 'TENDER', after: ['PLAN_FILED'] },
  BID_OPENED: { stage: 'TENDER', after: ['NOTICE_PUBLISHED'] },
  EVALUATION_END: { stage: 'TENDER', after: ['BID_OPENED'] },
  REPORT_RECEIVED: { stage: 'TENDER', after: ['EVALUATION_END'], agencyOnly: true },
  AWARD_CONFIRMED: { stage: 'TENDER', after: ['REPORT_RECEIVED'] },
  RESULT_PUBLISHED: { stage: 'TENDER', after: ['AWARD_CONFIRMED'] },
  AWARD_NOTICE_SENT: { stage: 'TENDER', after: ['AWARD_CONFIRMED'] },
  CONTRACT_SIGNED: { stage: 'CONTRACT', after: ['AWARD_NOTICE_SENT'] },
  CONTRACT_PUBLISHED: { stage: 'CONTRACT', after: ['CONTRACT_SIGNED'] },
  CONTRACT_FILED: { stage: 'CONTRACT', after: ['CONTRACT_SIGNED'] },
  DELIVERED: { stage: 'ACCEPT', repeatable: true, after: ['CONTRACT_SIGNED'] },
  ACCEPTANCE_REQUESTED: { stage: 'ACCEPT', repeatable: true, after: ['CONTRACT_SIGNED'] },
  ACCEPTED: { stage: 'ACCEPT', repeatable: true, after: ['CONTRACT_SIGNED'] },
  INVOICE_RECEIVED: { stage: 'PAY', repeatable: true, after: ['CONTRACT_SIGNED'] },
  PAID: { stage: 'PAY', repeatable: true, after: ['CONTRACT_SIGNED'] },
  FAILED: { stage: 'FAILED', after: [] },
} as const satisfies Readonly<Record<string, KindFacts>>

type MainKind = keyof typeof KINDS

/** A kind of event, as INTERFACE.md names it. Its Chinese name is wording, not code. */
export type EventKind = MainKind | FinerKind

const MAIN: Readonly<Record<MainKind, KindFacts>> = KINDS
const isMainKind = (text: string): text is MainKind => Object.hasOwn(KINDS, text)

/** The kinds of a normal project, in its order: what a conversation asks for. */
export const EVENT_KINDS: readonly EventKind[] = Object.keys(KINDS).filter(isMainKind)

/** Every kind that can be recorded, the finer ones last. */
export const ALL_KINDS: readonly EventKind[] = [...EVENT_KINDS, ...FINER_KINDS]

/** Whether the text names a kind of event. */
export function isEventKind(text: string): text is EventKind {
  return isMainKind(text) || isFinerKind(text)
}

/** The stage that an event of this kind reaches; PLAN, the least, for those that belong to none. */
export function stageReachedBy(kind: EventKind): Stage {
  return isFinerKind(kind) ? (finerFacts[kind].stage ?? 'PLAN') : MAIN[kind].stage
}

/** Whether it belongs to a case (质疑, 投诉, suspension, force majeure), which the bureau may record as well. */
export const isOfCase = (kind: EventKind): boolean =>
  /^(CHALLENGE|COMPLAINT|SUSPEN|FORCE_MAJEURE)/.test(kind)

/** Whether it takes a procurement a step towards its contract, the signing included. */
export function leadsToContract(kind: EventKind): boolean {
  if (isFinerKind(kind)) return ['PLAN', 'AGENCY', 'TENDER'].includes(finerFacts[kind].stage ?? '')
  return kind === 'CONTRACT_SIGNED' || ['PLAN', 'AGENCY', 'TENDER'].includes(MAIN[kind].stage)
}

/** Whether a lot may have several live events of this kind. */
export function isRepeatable(kind: EventKind): boolean {
  return (isFinerKind(kind) ? finerFacts[kind] : MAIN[kind]).repeatable === true
}

/** Whether the day is one that was fixed beforehand and may lie ahead. */
export function mayLieAhead(kind: EventKind): boolean {
  return isFinerKind(kind) && finerFacts[kind].ahead === true
}

/** Whether nobody must do it: its limit only says until when it may be done. */
export function isVoluntary(kind: string): boolean {
  return isFinerKind(kind) && finerFacts[kind].voluntary === true
}

/** Whether it is recorded only with the document that shows it. */
export function needsEvidence(kind: EventKind): boolean {
  return isFinerKind(kind) && finerFacts[kind].evidence === true
}

function nearestBefore(kind: EventKind, hasAgency: boolean): EventKind[] {
  if (isFinerKind(kind)) return []
  return MAIN[kind].after
    .filter(isMainKind)
    .flatMap((before): EventKind[] =>
      MAIN[before].agencyOnly && !hasAgency ? nearestBefore(before, hasAgency) : [before],
    )
}

function walkedBack(kind: EventKind): ReadonlySet<EventKind> {
  const found = new Set<EventKind>()
  const walk = (of: EventKind): void => {
    for (const before of nearestBefore(of, true)) {
      if (found.has(before)) continue
      found.add(before)
      walk(before)
    }
  }
  walk(kind)
  return found
}

const ofEach = <T>(of: (kind: EventKind) => T): ReadonlyMap<EventKind, T> =>
  new Map(ALL_KINDS.map((kind) => [kind, of(kind)]))

// Worked out once: every review of a report asks it of every event on record.
const NEAREST = ofEach((kind) => nearestBefore(kind, true))
const NEAREST_WITHOUT_AGENCY = ofEach((kind) => nearestBefore(kind, false))
const ALL_BEFORE = ofEach(walkedBack)

/** The kinds expected to be on record before this one; `hasAgency` false leaves out what only an agency does. */
export function expectedBefore(kind: EventKind, hasAgency: boolean): readonly EventKind[] {
  return (hasAgency ? NEAREST : NEAREST_WITHOUT_AGENCY).get(kind) ?? []
}

/** Every kind that comes before this one in a normal project, near ones and far ones. */
export function allBefore(kind: EventKind): ReadonlySet<EventKind> {
  return ALL_BEFORE.get(kind) ?? new Set()
}
