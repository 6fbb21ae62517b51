/** Floor 3: what people raise that somebody must answer. */
export {
  type Grievance,
  type GrievanceNote,
  notesForReporter,
  OUTCOMES,
  type Outcome,
  type Report,
  STANDSTILLS,
  type Standstill,
} from './grievance.ts'
export {
  type GrievanceClocks,
  type GrievancePolicy,
  loadGrievancePolicy,
  type Owed,
  owedOn,
  workdaysLeft,
} from './grievance-clock.ts'
export {
  fileGrievance,
  followUp,
  type GrievanceMeans,
  type LockedGrievance,
  listGrievances,
  noteGrievance,
  openGrievance,
  pictureSizes,
  picturesOf,
} from './grievance-file.ts'
export { accusedIn, allHolders, handlersOf, leadersOver, namesOf } from './grievance-handlers.ts'
export { type LookAct, listLooks, logLook } from './grievance-look.ts'
export { handPass, isPass, sittingOf, usePass } from './grievance-pass.ts'
export { markAnnounced, settleGrievances, unannounced } from './grievance-settle.ts'
export {
  answerIssue,
  type HelpWanted,
  hearParty,
  type IssueMeans,
  type OfficeWord,
  openIssue,
  type PartyWord,
} from './issue.ts'
export { followIssues, type IssueWords } from './issue-chore.ts'
export {
  type Issue,
  issueBehind,
  issueOf,
  issuesOfParty,
  issuesOwed,
  openIssues,
} from './issue-list.ts'
export { type IssuePolicy, loadIssuePolicy, TROUBLES, type Trouble } from './issue-policy.ts'
export { keepReferral, markShown, type Referral, referralsFor } from './referral.ts'
export {
  keepRemarks,
  type Matter,
  type NewRemark,
  type Remark,
  type RemarkKind,
  remarksOn,
  voidRemark,
} from './remark.ts'
export { type Sealer, sealerOf } from './seal.ts'
export { openFile, sealFile } from './sealed-file.ts'
export {
  type HelpAsked,
  helpAskedOn,
  openUnitIssue,
  withdrawUnitIssue,
} from './unit-issue.ts'
