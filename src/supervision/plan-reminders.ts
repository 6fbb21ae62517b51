import type { Tx } from '../db/index.ts'
import { type NewPush, textBody } from '../notify/index.ts'
import { liaisonsOf } from '../people/index.ts'
import { itemsDue } from './clock-items.ts'
import { TEMPLATE_VERSION } from './digests.ts'
import { leaderMornings } from './plan-leaders.ts'
import { liaisonAfternoons, liaisonMornings, readersOf } from './plan-liaisons.ts'
import type { PlanMoment, PlanSlot } from './plan-moment.ts'
import { sectionMornings } from './plan-sections.ts'
import type { PlannedPush } from './planned-push.ts'
import type { LinkMeans } from './section-news.ts'
import { toldToday } from './told.ts'

/**
 * Who is told what in a slot, and why. Morning: liaisons, sections, and on the first working day of a week
 * the bureau's leaders. Afternoon: liaisons only. Nothing to say, no message.
 * Without `links` it only reads: a preview. With them the sections' survey links are made and the news count
 * as shown, so the pushes must be queued in the same transaction.
 */
export async function planReminders(
  tx: Tx,
  { slot, key }: PlanSlot,
  moment: PlanMoment,
  links?: LinkMeans,
): Promise<PlannedPush[]> {
  const { at, today } = moment
  const due = await itemsDue(tx, { at, today })
  const told = await toldToday(tx, at, key)
  const liaisons = readersOf(await liaisonsOf(tx, undefined, today), due)
  if (slot === 'urgent') return liaisonAfternoons(liaisons, told, moment)
  return [
    ...liaisonMornings(liaisons, told, moment),
    ...(await sectionMornings(tx, due, told, moment, links)),
    ...(await leaderMornings(tx, due, moment)),
  ]
}

/** Planned reminders as pushes of the outbox, each with the key that makes a second one impossible. */
export function reminderPushes(planned: readonly PlannedPush[], slot: PlanSlot): NewPush[] {
  return planned.map(({ to, template, reasons, text }) => ({
    kind: 'SEND',
    queue: 'digest',
    userid: to,
    template,
    version: TEMPLATE_VERSION,
    body: textBody(text),
    reasons: reasons.map((reason) => ({ ...reason })),
    dedupeKey: `${slot.key} ${template} ${to.toLowerCase()}`,
    slot: slot.key,
  }))
}
