import type { Stage } from '../ledger/index.ts'
import { wording } from './wording.ts'

const STAGES = {
  PLAN: 'stage-plan',
  AGENCY: 'stage-agency',
  TENDER: 'stage-tender',
  CONTRACT: 'stage-contract',
  ACCEPT: 'stage-accept',
  PAY: 'stage-pay',
  CLOSED: 'stage-closed',
  FAILED: 'stage-failed',
} as const satisfies Readonly<Record<Stage, Parameters<typeof wording.say>[0]>>

/** How far a project has come, as people call it. */
export const stageWords = (stage: Stage): string => wording.say(STAGES[stage])
