import { type EventKind, type LotHistory, liveEvents } from '../ledger/index.ts'
import type { Office } from './office.ts'
import { wording } from './wording.ts'

/** The event in the office's words, `合同已签订` (`_understanding.yaml`; a guard test keeps report-stage.yaml the same). */
export function eventLabel(
  { understanding }: Pick<Office, 'understanding'>,
  kind: EventKind,
): string {
  return understanding.labelOf.get(kind) ?? kind
}

/** How far the project has come, as the end of a sentence about it. */
export function reachedWords(office: Pick<Office, 'understanding'>, history: LotHistory): string {
  const last = liveEvents(history).at(-1)
  if (!last) return wording.say('nothing-yet')
  return wording.say('reached', { event: eventLabel(office, last.kind) })
}
