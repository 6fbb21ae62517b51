import type { Tx } from '../db/index.ts'
import { type NewPush, type PushBody, textBody } from '../notify/index.ts'
import { unitPeople } from '../people/index.ts'
import { attentionOf } from './attention.ts'
import { itemsDue } from './clock-items.ts'
import { TEMPLATE_VERSION } from './digests.ts'
import { distances } from './escalation.ts'
import { factsCounter } from './fact-count.ts'
import { withHelpAsked } from './help-asked.ts'
import { monthNotes } from './month-note.ts'
import { oneMessageEach } from './one-message.ts'
import { leaderMornings } from './plan-leaders.ts'
import type { PlanMoment, PlanSlot } from './plan-moment.ts'
import { sectionMornings } from './plan-sections.ts'
import { liaisonAfternoons, unitMornings, unitReaders } from './plan-units.ts'
import type { PlannedPush } from './planned-push.ts'
import { remarksAbout } from './remarks-about.ts'
import type { LinkMeans } from './section-news.ts'
import { type Told, toldLately } from './told.ts'

/**
 * Who is told what in a slot, and why: the chain of `escalation` decides who hears of a matter, `attentionOf` whether
 * it is news to him. Morning: liaisons, finance heads and leaders of units, sections, and on the first working day
 * of a week the bureau's leaders. Afternoon: liaisons only. Nothing to say, no message; one message a person.
 * Without `links` it only reads: a preview. With them the sections' survey links are made and the news count
 * as shown, so the pushes must be queued in the same transaction.
 */
export async function planReminders(
  tx: Tx,
  slot: PlanSlot,
  moment: PlanMoment,
  links?: LinkMeans,
  /** What people were told before, where it is not in the outbox: a simulation's own record. */
  recalled?: Told,
): Promise<PlannedPush[]> {
  const { at, today, calendar, escalation } = moment
  const due = await withHelpAsked(tx, await itemsDue(tx, { at, today }), at)
  const attention = attentionOf({
    escalation,
    today,
    distance: distances(calendar),
    told: recalled ?? (await toldLately(tx, at, slot)),
    remarks: await remarksAbout(tx, due, at),
  })
  const readers = unitReaders(await unitPeople(tx, undefined, today), due)
  const factsOf = await factsCounter(tx, due)
  if (slot.slot === 'urgent') return liaisonAfternoons(readers, attention, moment, factsOf)
  const mornings = [
    ...unitMornings(readers, attention, await monthNotes(tx, moment), moment, factsOf),
    ...(await sectionMornings(tx, due, attention, moment, links)),
  ]
  const planned = [...mornings, ...(await leaderMornings(tx, due, moment, factsOf))]
  return oneMessageEach(planned)
}

/**
 * Planned reminders as pushes of the outbox, each with the key that makes a second one impossible.
 * `bodyOf` may give one another form than text.
 */
export function reminderPushes(
  planned: readonly PlannedPush[],
  slot: PlanSlot,
  bodyOf: (push: PlannedPush) => PushBody | undefined = () => undefined,
): NewPush[] {
  return planned.map((push) => {
    const { to, template, reasons, shown, text } = push
    return {
      kind: 'SEND',
      queue: 'digest',
      userid: to,
      template,
      version: TEMPLATE_VERSION,
      body: bodyOf(push) ?? textBody(text),
      reasons: [
        ...reasons.map((reason, n) => ({ ...reason, ...(n >= shown && { unshown: true }) })),
        ...(push.news ? [NEWS] : []),
      ],
      dedupeKey: `${slot.key} ${template} ${to.toLowerCase()}`,
      slot: slot.key,
    }
  })
}

/** Marks a push that carries news (see withdraw_reminders in the migrations). */
export const NEWS_RULE = 'NEWS'
const NEWS = { rule: NEWS_RULE, project: null, lot: null, due: null, daysLate: 0, unshown: true }
