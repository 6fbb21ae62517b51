import type { Asked, Option, Reading, Slots, Source } from '../dialogue/index.ts'
import type { Lookups } from './lookups.ts'

/** How values of a kind are read from what a person said, and what sentences may say of them. */
export interface Kind {
  /** `{slot.field}` for each of these may stand in a sentence. */
  readonly fields: readonly string[]
  read(from: Source, asked: Asked, slots: Slots, look: Lookups): Promise<Reading>
  /** Options to offer with the question. */
  suggest?(asked: Asked, slots: Slots, look: Lookups): Promise<readonly Option[]>
}
