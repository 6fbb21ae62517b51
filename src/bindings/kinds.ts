import type { Kind } from './kind.ts'
import { comingDay, reportedDay } from './kinds-day.ts'
import { duty, ownUnit } from './kinds-duty.ts'
import { askedIssue, issue } from './kinds-issue.ts'
import { list } from './kinds-list.ts'
import { matter } from './kinds-matter.ts'
import { money } from './kinds-money.ts'
import { contractPage } from './kinds-page.ts'
import { party, visited } from './kinds-party.ts'
import { percent } from './kinds-percent.ts'
import { project } from './kinds-project.ts'
import { score } from './kinds-score.ts'

/** Every kind a dialogue file may name behind `is`, apart from the engine's own. */
export const kinds: Readonly<Record<string, Kind>> = {
  project,
  party,
  visited,
  date: reportedDay,
  'coming-day': comingDay,
  money,
  score,
  matter,
  list,
  issue,
  'asked-issue': askedIssue,
  duty,
  'own-unit': ownUnit,
  percent,
  'contract-page': contractPage,
}
