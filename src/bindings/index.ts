/** Floor 5: the names used in conversations, bound to the business. */

import type { Host } from '../dialogue/index.ts'
import type { NewLearnedName } from '../ledger/index.ts'
import type { NewPush } from '../notify/index.ts'

export { openCaseDesk } from './case-desk.ts'
export {
  type ComplaintWords,
  type Confidant,
  openComplaintWords,
  openConfidant,
} from './confidant.ts'
export { loadConversations } from './conversations.ts'
export { keepCards } from './kept-cards.ts'
export { type MatterCard, matterCard } from './matter-card.ts'
export { loadMatterWords } from './matter-words.ts'
export { optionLabels } from './option-labels.ts'

import { hostOf } from './host.ts'
import type { Occasion, Office } from './office.ts'
import { dialogueRoles, fillingOf } from './roles.ts'
import { wording } from './wording.ts'

export { boundNames } from './bound-names.ts'
export { PHOTO_HOLD_MINUTES } from './host.ts'
export { openIssueDesk } from './issue-desk.ts'
export type { Office } from './office.ts'
export { type GrievanceParts, openReportDesk } from './report-desk.ts'

/** The conversation of one message, bound to the business. */
export interface BoundTurn {
  readonly host: Host
  readonly roles: readonly string[]
  readonly filling: Readonly<Record<string, string>>
  /** What is to be sent after the reply; filled while the turn runs. */
  readonly pushes: readonly NewPush[]
  /** What people call things, to be stored with the turn; filled while it runs. */
  readonly learned: readonly NewLearnedName[]
}

/** Binds one message of one person. */
export function bindTurn(office: Office, given: Omit<Occasion, 'pushes' | 'learned'>): BoundTurn {
  const pushes: NewPush[] = []
  const learned: NewLearnedName[] = []
  return {
    host: hostOf(office, { ...given, pushes, learned }),
    roles: dialogueRoles(given.person),
    filling: fillingOf(given.person, wording.say('any-section')),
    pushes,
    learned,
  }
}
