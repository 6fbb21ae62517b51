import type { Asked, Option, Reading, Slots, Source } from '../dialogue/index.ts'
import { comingDay, reportedDay } from './kinds-day.ts'
import { money } from './kinds-money.ts'
import { party, visited } from './kinds-party.ts'
import { project } from './kinds-project.ts'
import { score } from './kinds-score.ts'
import type { Lookups } from './lookups.ts'

/** How values of a kind are read from what a person said, and what sentences may say of them. */
export interface Kind {
  /** `{slot.field}` for each of these may stand in a sentence. */
  readonly fields: readonly string[]
  read(from: Source, asked: Asked, slots: Slots, look: Lookups): Promise<Reading>
  /** Options to offer with the question. */
  suggest?(asked: Asked, slots: Slots, look: Lookups): Promise<readonly Option[]>
}

/** Every kind a dialogue file may name behind `is`, apart from the engine's own. */
export const kinds: Readonly<Record<string, Kind>> = {
  project,
  party,
  visited,
  date: reportedDay,
  'coming-day': comingDay,
  money,
  score,
}
