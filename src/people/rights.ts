import type { OfficePerson, RoleName } from './person.ts'
import { covers, reachOf, type UnitPlace } from './scope.ts'

/** What a person may want to do. */
export type Act =
  | 'report-stage'
  | 'record-case'
  | 'record-visit'
  | 'answer-for-unit'
  | 'supervise'
  | 'answer-issue'
  | 'answer-unit'
  | 'hand-links'
  | 'undo'
  | 'see-project'
  | 'see-unit'
  | 'see-survey'
  | 'read-originals'
  | 'run-office'
  | 'handle-grievances'

/** What the act is done to. */
export interface Thing {
  /** The unit it belongs to; absent where the act needs none. */
  readonly unit?: UnitPlace
  /** Who recorded it, where that matters (undo). */
  readonly recordedBy?: number
}

/**
 * The one table of rights: who may do what, always inside the reach of the role (see scope.ts).
 * An auditor only reads. Section staff visit units and suppliers (notice 2022-10) but report no stage:
 * the ledger is filled by the purchasing unit.
 */
const TABLE: Readonly<Record<Act, readonly RoleName[]>> = {
  'report-stage': ['LIAISON'],
  // 投诉, suspensions and the like: what the bureau knows of a project before its unit does.
  'record-case': ['SECTION_STAFF', 'PROCUREMENT_OFFICE'],
  'record-visit': ['LIAISON', 'SECTION_STAFF', 'PROCUREMENT_OFFICE'],
  'answer-for-unit': ['LIAISON', 'FINANCE_HEAD', 'UNIT_LEADER'],
  supervise: ['SECTION_STAFF', 'PROCUREMENT_OFFICE', 'BUREAU_LEADER'],
  undo: [
    'LIAISON',
    'FINANCE_HEAD',
    'UNIT_LEADER',
    'SECTION_STAFF',
    'PROCUREMENT_OFFICE',
    'BUREAU_LEADER',
  ],
  'answer-issue': ['LIAISON', 'SECTION_STAFF', 'PROCUREMENT_OFFICE'],
  // What the unit itself asks its section.
  'answer-unit': ['SECTION_STAFF', 'PROCUREMENT_OFFICE'],
  // What leads a party to its contract's page: to withdraw it, and to hand over another.
  'hand-links': ['LIAISON', 'SECTION_STAFF', 'PROCUREMENT_OFFICE'],
  'see-project': [
    'LIAISON',
    'FINANCE_HEAD',
    'UNIT_LEADER',
    'SECTION_STAFF',
    'PROCUREMENT_OFFICE',
    'BUREAU_LEADER',
    'ADMIN',
    'AUDITOR',
  ],
  'see-unit': [
    'LIAISON',
    'FINANCE_HEAD',
    'UNIT_LEADER',
    'SECTION_STAFF',
    'PROCUREMENT_OFFICE',
    'BUREAU_LEADER',
    'ADMIN',
    'AUDITOR',
  ],
  'see-survey': ['SECTION_STAFF', 'PROCUREMENT_OFFICE', 'BUREAU_LEADER', 'ADMIN', 'AUDITOR'],
  // Free texts of surveys as they stand, where the writer lets her.
  'read-originals': ['PROCUREMENT_OFFICE'],
  'run-office': ['ADMIN'],
  // Which of them she may open, and never with ADMIN besides: handlersOf in cases.
  'handle-grievances': ['PROCUREMENT_OFFICE', 'BUREAU_LEADER'],
}

/**
 * Whether the person may do that to the thing. Without `unit` it says whether she may do it at all.
 * An undo is only for what she recorded herself.
 */
export function can(person: OfficePerson, act: Act, thing: Thing = {}): boolean {
  if (act === 'undo' && thing.recordedBy !== person.id) return false
  return person.roles.some(
    (held) =>
      TABLE[act].includes(held.role) && (!thing.unit || covers(reachOf([held]), thing.unit)),
  )
}
