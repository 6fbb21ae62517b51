import type { Day } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { RuleBook } from '../deadlines/index.ts'
import type { Changes, Counts } from './changes.ts'
import type { Directory } from './directory.ts'
import type { Known } from './known.ts'
import type { ReadRows } from './read-rows.ts'
import type { Remarks } from './report.ts'

/** What planning projects needs. */
export interface ProjectPlanning {
  readonly read: ReadRows
  readonly known: Known
  readonly directory: Directory
  readonly changes: Changes
  readonly counts: Counts
  readonly remarks: Remarks
  readonly today: Day
  readonly correct: boolean
  readonly book: RuleBook
  readonly calendar: Calendar
}
