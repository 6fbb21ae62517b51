/** Floor 1: which days the office works, year by year, as the State Council announced them. */
export type { HolidayBreak } from './breaks.ts'
export {
  type Calendar,
  calendarOf,
  type DayNature,
  type LearningCalendar,
  whereMaintained,
  YearNotMaintained,
} from './calendar.ts'
export { type NoticeMistake, type ReadYear, readCalendarCsv, readNotice } from './notice.ts'
export { type Doubt, doubtsAbout } from './plausible.ts'
export { type CalendarYear, loadYears, yearShape } from './year.ts'
