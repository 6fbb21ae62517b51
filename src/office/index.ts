/** Floor 5: the office's data in: import from workbooks and CSV, the template, the demo office, marks and reset. */
export { loadDemoOffice } from './demo/load.ts'
export {
  countErasable,
  ERASED_KINDS,
  type Erased,
  erasePersonalData,
  oldTargets,
  partyTargets,
  personTargets,
} from './erase.ts'
export { type ImportOptions, importOffice } from './import-office.ts'
export { advanceClock, type OfficeMarks, officeMarks, refuseMarked } from './marks.ts'
export { type Count, type ImportReport, type Remark, reportText } from './report.ts'
export { resetOffice } from './reset.ts'
export { writeTemplate } from './template.ts'
export type { OfficeWriters } from './writers.ts'
