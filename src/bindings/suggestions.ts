import type { Asked, Option, Slots } from '../dialogue/index.ts'
import { EVENT_KINDS, liveEvents } from '../ledger/index.ts'
import { kinds } from './kinds.ts'
import { lotIdOf } from './kinds-project.ts'
import type { Lookups } from './lookups.ts'

/** What is offered first with a question: for the stage of a project, what usually comes after the latest on record. */
export async function suggestionsFor(
  kind: string,
  asked: Asked,
  slots: Slots,
  look: Lookups,
): Promise<readonly Option[]> {
  if (asked.name === 'event') return nextStages(slots, look)
  return (await kinds[kind]?.suggest?.(asked, slots, look)) ?? []
}

async function nextStages(slots: Slots, look: Lookups): Promise<Option[]> {
  const lotId = lotIdOf(slots.project)
  const history = lotId === undefined ? undefined : await look.history(lotId)
  const reached = (history ? liveEvents(history) : []).map(({ kind }) => EVENT_KINDS.indexOf(kind))
  const first = Math.max(-1, ...reached) + 1
  return EVENT_KINDS.slice(first).map((kind) => ({ id: kind, label: kind }))
}
