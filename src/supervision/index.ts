/** Floor 4: the whole picture: what is near, late or unpaid, ranked, worded, and who is told of it. */
export { footingOf, isMoot } from './clock-items.ts'
export { type ContractView, contractView } from './contract-view.ts'
export { factWords, type Occasion, type SurveyHandout, type Template } from './digests.ts'
export { dutyIdIn, dutyItemsOpen, dutyWords } from './duty-items.ts'
export { type Escalation, escalationShape } from './escalation.ts'
export { factsCounter } from './fact-count.ts'
export { withHelpAsked } from './help-asked.ts'
export { askerWords, ISSUE_END, issueWords, isUnitIssue, troubleWords } from './issue-items.ts'
export {
  type ClockItem,
  type Footing,
  type Item,
  matterKey,
  matterOf,
  type Place,
  type Reason,
  reasonOf,
  type UnpaidItem,
} from './item.ts'
export { basisWords, footnote, itemWords, markNote, placeWords } from './item-words.ts'
export { type PlanMoment, type PlanSlot, superseded } from './plan-moment.ts'
export { NEWS_RULE, planReminders, reminderPushes } from './plan-reminders.ts'
export type { PlannedPush } from './planned-push.ts'
export {
  type LedgerJson,
  type LitClock,
  ledgerJson,
  type ProjectState,
  projectState,
  projectStates,
} from './project-state.ts'
export { remarksAbout } from './remarks-about.ts'
export type { LinkMeans } from './section-news.ts'
export { type Todo, todoList } from './todo-list.ts'
export { toldSoFar } from './told.ts'
