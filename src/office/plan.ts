import type { Day } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { RuleBook } from '../deadlines/index.ts'
import { type Changes, type Counts, noChanges } from './changes.ts'
import { Directory } from './directory.ts'
import type { Known } from './known.ts'
import { planParties } from './plan-parties.ts'
import { planPeople } from './plan-people.ts'
import { planSections, planUnits } from './plan-places.ts'
import { planProjects } from './plan-projects.ts'
import type { ReadRows } from './read-rows.ts'
import type { Remarks } from './report.ts'
import { SHEET_KEYS } from './sheets.ts'

/** What an import would write, and how many rows of each sheet that is. */
export interface Plan {
  readonly changes: Changes
  readonly counts: Counts
}

/**
 * Compares the file with what the database knows. Pure: every mistake is added to `remarks`, and the changes
 * are only worth writing when there was none.
 */
export function planImport(
  read: ReadRows,
  known: Known,
  when: {
    readonly today: Day
    readonly correct: boolean
    readonly book: RuleBook
    readonly calendar: Calendar
  },
  remarks: Remarks,
): Plan {
  const changes = noChanges()
  const counts: Counts = new Map(
    SHEET_KEYS.filter((key) => read.present.has(key)).map((key) => [
      key,
      { new: 0, changed: 0, same: 0 },
    ]),
  )
  const directory = new Directory(known, read, remarks)
  const { rows } = read
  planSections(rows.sections, known, directory, changes, counts, remarks)
  planUnits(rows.units, known, directory, changes, counts, remarks)
  planPeople(rows.people, known, directory, changes, counts, remarks)
  planParties(rows.parties, known, changes, counts, remarks)
  planProjects({ read, known, directory, changes, counts, remarks, ...when })
  changes.regions.push(...directory.newRegions)
  changes.sections.push(...directory.newSections)
  changes.parties.fresh.push(...directory.newParties)
  return { changes, counts }
}
