import { type LotHistory, type StageTold, stageTold } from '../ledger/index.ts'
import { wording } from './wording.ts'

const STAGES = {
  PLAN: 'stage-plan',
  AGENCY: 'stage-agency',
  TENDER: 'stage-tender',
  CONTRACT: 'stage-contract',
  ACCEPT: 'stage-accept',
  PAY: 'stage-pay',
  CLOSED: 'stage-closed',
  CLOSED_DENIED: 'stage-closed-denied',
  FAILED: 'stage-failed',
} as const satisfies Readonly<Record<StageTold, Parameters<typeof wording.say>[0]>>

/** How far a project has come, as people call it. */
export const stageWords = (history: LotHistory): string => wording.say(STAGES[stageTold(history)])
