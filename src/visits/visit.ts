import type { Day } from '../base/index.ts'

/** A visit to be recorded: to a supplier or agency (`partyId`) or to a purchasing unit (`visitedUnitId`). */
export interface VisitEntry {
  readonly personId: number
  /** For the audit: 企业微信账号. */
  readonly actor: string
  /** The unit on whose behalf; absent for section staff. */
  readonly unitId?: number
  readonly partyId?: number
  readonly visitedUnitId?: number
  readonly projectId?: number
  readonly day: Day
  /** How, in the office's words: 上门走访, 电话回访, … */
  readonly way: string
  /** 1 (very dissatisfied) to 5. */
  readonly satisfaction: number
  readonly concerns?: readonly string[]
  readonly detail?: string
  /** 意见建议. */
  readonly opinion?: string
  readonly promise?: string
  readonly promiseDay?: Day
  /** The inbound message that says it. */
  readonly saidIn?: string
  /** The person has said that it is not the one on record. */
  readonly distinct?: boolean
}

/** What became of a visit. */
export type VisitOutcome =
  | { readonly kind: 'recorded'; readonly visitId: number }
  /** The same person has recorded a visit to the same party, unit and project on that day; nothing was written. */
  | { readonly kind: 'similar'; readonly visitId: number }
