/** Floor 3: surveys of suppliers: who was asked, the open half of the answer, and apart from both the anonymous half. */
export { type Addressee, isAddressee } from './addressee.ts'
export {
  type GivenAnswer,
  type InvitationDesk,
  markAnswered,
  type OpenedInvitation,
  openInvitation,
  openInvitationDesk,
  type SaidByChat,
  sayByChat,
  waitingToken,
} from './desk.ts'
export {
  type InvitationMeans,
  type InvitationWish,
  type InviteOutcome,
  invite,
  revokeInvitations,
  revokeVisitInvitations,
} from './invitation.ts'
export {
  freshWords,
  type LaidOpenWords,
  noteRead,
  readWords,
  unreadWords,
  type WhoseWords,
} from './laid-open.ts'
export {
  type GivenPage,
  givenPages,
  type KeptLink,
  linksOfProject,
  type PageOf,
  renewPage,
  withdrawPage,
} from './link-care.ts'
export { type LinkCount, linkCounts } from './link-counts.ts'
export {
  OCCASIONS,
  type OwnLinkOccasion,
  occasionSchema,
  type SurveyOccasion,
} from './occasion.ts'
export { type OpenAnswer, openAnswersFor } from './open-answers.ts'
export { type AskedParty, loadSurveyPolicy, type SurveyPolicy } from './policy.ts'
export { type UnitResult, unitResults } from './results.ts'
export { loadSatisfactionScale } from './satisfaction.ts'
export { handSectionLinks, type PendingInvitation, pendingInvitations } from './section-links.ts'
export { SIGNS, type Sign, type SignCount } from './signs.ts'
export { type AnonymousAnswer, moveSpool } from './spool.ts'
export {
  handPages,
  lookAtStandingLink,
  openStandingLink,
  pendingPages,
  waitingSurveys,
  withdrawStandingLinks,
} from './standing-link.ts'
export { unreachedParties } from './unreached.ts'
