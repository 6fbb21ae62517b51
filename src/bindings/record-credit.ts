import { isDay } from '../base/index.ts'
import { isEventKind } from '../ledger/index.ts'
import { can } from '../people/index.ts'
import type { RecordAction } from './action.ts'
import { lotIdOf } from './kinds-project.ts'
import { momentWords } from './moment-words.ts'
import { referenceOf } from './submissions.ts'
import { wording } from './wording.ts'

/** Notes that the unit has evaluated the others on the provincial platform: the evaluation itself never comes here. */
export const recordCreditAction: RecordAction = {
  fillings: ['by', 'at', 'similar'],
  async act(slots, _draft, { office, occasion, look }) {
    const { tx, person, at, saidIn } = occasion
    const lotId = lotIdOf(slots.project)
    const [kind, day] = [slots.node?.value, slots.date?.value]
    const history = lotId === undefined ? undefined : await look.held(lotId)
    const known = typeof kind === 'string' && isEventKind(kind) && typeof day === 'string'
    if (!history || !known || !isDay(day) || !can(person, 'report-stage', { unit: history.unit })) {
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    }
    const entry = {
      lotId: history.lotId,
      kind,
      day,
      personId: person.id,
      actor: person.userid,
      source: 'CHAT' as const,
      saidIn,
    }
    const outcome = await office.ledger.record(tx, entry, at, history)
    const by = outcome.event.by?.name ?? wording.say('by-import')
    const before = { by, at: momentWords(outcome.event.recordedAt, at), similar: '' }
    if (outcome.kind !== 'recorded') return { kind: 'again', filling: before }
    look.learn(outcome.history)
    return { kind: 'done', id: referenceOf('event', outcome.event.id), filling: before }
  },
}
