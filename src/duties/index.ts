/** Floor 3: what every unit owes by a day whatever it buys: yearly reports, and visits to the parties of running contracts. */
export {
  type DutyBook,
  type DutyRule,
  dutiesInForce,
  loadDuties,
  type ReportDuty,
} from './duty-rule.ts'
export { type DutyMeans, followDuties } from './follow.ts'
export { allDuties, type Duty, dutiesDue, isOpenDuty, openDuties, visitsMeeting } from './list.ts'
export { type DutyOutcome, type DutyWord, reportDuty, voidDutyReport } from './report.ts'
export { runningParties } from './running-contracts.ts'
