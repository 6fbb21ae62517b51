/** Floor 1: which days the office works, year by year, as the State Council announced them. */
export {
  type Calendar,
  calendarOf,
  type DayNature,
  whereMaintained,
  YearNotMaintained,
} from './calendar.ts'
export { type CalendarYear, loadYears } from './year.ts'
