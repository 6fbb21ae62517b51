/** Floor 7: what the office does by the clock: reminders on working days, and housekeeping. */
export {
  CHORES,
  type Chore,
  loadPolicy,
  type Policy,
  REMINDERS,
  type ReminderSlot,
} from './policy.ts'
export { type ReminderMeans, type RemindRequest, remind } from './reminders.ts'
export { type JobReport, jobReports } from './report.ts'
export type { Ran } from './runner.ts'
export { type Simulated, simulate } from './simulate.ts'
export { afterWorkingTime, nextReminder } from './slots.ts'
export { type JobMeans, type Jobs, startJobs } from './start.ts'
