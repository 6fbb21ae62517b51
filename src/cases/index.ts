/** Floor 3: what people raise that somebody must answer. */
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
export { type IssuePolicy, loadIssuePolicy, type Trouble } from './issue-policy.ts'
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
