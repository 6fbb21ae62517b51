import { isDay, yearOf } from '../base/index.ts'
import { openDuties, reportDuty, voidDutyReport } from '../duties/index.ts'
import { can } from '../people/index.ts'
import type { RecordAction, UndoAction } from './action.ts'
import { reportsNow } from './kinds-duty.ts'
import { momentWords } from './moment-words.ts'
import { idIn, markUndone, referenceOf } from './submissions.ts'
import { wording } from './wording.ts'

/** Closes a unit's yearly duty as reported, or as not applying. Of two years that are open the earlier one. */
export const recordDutyAction: RecordAction = {
  fillings: ['by', 'at', 'similar', 'year', 'basis'],
  async act(slots, draft, { office, occasion, look }) {
    const { tx, person, at } = occasion
    const rule = reportsNow(look).find(({ key }) => key === slots.duty?.value)
    const unit = (await look.units()).find(({ id }) => id === slots.unit?.value)
    const day = slots.date?.value
    if (!rule || !unit || !can(person, 'answer-for-unit', { unit }))
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    if (typeof day !== 'string' || !isDay(day))
      return { kind: 'refused', filling: { reason: wording.say('in-future') } }
    const question = { today: look.today, at, unitIds: [unit.id] }
    const open = (await openDuties(tx, question)).find(({ body }) => body.key === rule.key)
    const year = open ? Number(open.period) : yearOf(look.today)
    const share = slots.percent?.value
    const text = slots.why?.value ?? slots.reason?.value
    const outcome = await reportDuty(
      tx,
      {
        rule,
        unitId: unit.id,
        year,
        kind: slots.result?.value === 'NOT_APPLICABLE' ? 'NOT_APPLICABLE' : 'DONE',
        day,
        ...(typeof share === 'number' && { share }),
        ...(typeof text === 'string' && { text }),
        personId: person.id,
        actor: person.userid,
        onceKey: `draft:${draft.id}`,
      },
      { calendar: office.calendar, at },
    )
    if (outcome.kind === 'again')
      return {
        kind: 'again',
        filling: { by: outcome.by ?? wording.say('operator'), at: momentWords(outcome.at, at) },
      }
    return {
      kind: 'done',
      id: referenceOf('duty', outcome.reportId),
      filling: { at: momentWords(at, at), year: String(year), basis: rule.basis },
    }
  },
}

/** Takes the report of a duty back: it is owed again. */
export const undoDutyAction: UndoAction = {
  fillings: [],
  async undo(submission, reason, { occasion }) {
    const { tx, person, at } = occasion
    const order = { reportId: Number(idIn(submission.id)), actor: person.userid }
    const undone = await voidDutyReport(tx, { ...order, reason: reason ?? '' }, at)
    await markUndone(tx, submission.draftId, at)
    return { kind: undone ? 'done' : 'again', filling: {} }
  },
}
