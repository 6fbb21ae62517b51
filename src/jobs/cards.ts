import type { Entropy } from '../base/index.ts'
import { type MatterCard, matterCard } from '../bindings/index.ts'
import type { PlannedPush } from '../supervision/index.ts'

type Card = MatterCard & { readonly userid: string }

/** The reminders that are about one matter, as cards with buttons; those that WeCom would cut are left as texts. */
export function reminderCards(
  planned: readonly PlannedPush[],
  entropy: Entropy,
): ReadonlyMap<PlannedPush, Card> {
  const cards = new Map<PlannedPush, Card>()
  for (const push of planned) {
    if (!push.single) continue
    const oversees = push.template === 'section-digest'
    const reports = push.template === 'liaison-digest' || push.template === 'liaison-urgent'
    const taskId = `r_${entropy.bytes(12).toString('hex')}`
    const card = matterCard(push.single, { oversees, reports, answers: !oversees }, taskId)
    if (card) cards.set(push, { ...card, userid: push.to.toLowerCase() })
  }
  return cards
}
