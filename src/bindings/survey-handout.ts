import type { RecordOutcome } from '../ledger/index.ts'
import { invite } from '../surveys/index.ts'
import { cardMessage, foreignLine, noticeCard } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { wording } from './wording.ts'

/**
 * Hands the liaison a one-time link for the supplier when acceptance or payment is recorded, in the very turn:
 * nothing is sent to suppliers by itself. The section gets its own link with its next digest.
 */
export async function handOutSurvey(
  { office, occasion }: ActionTurn,
  { event, history }: RecordOutcome,
): Promise<void> {
  const { tx, at, person } = occasion
  const { entropy, surveys: policy } = office
  const outcome = await invite(tx, { event, history }, { entropy, at, policy })
  if (outcome.kind !== 'invited') return
  const url = `${office.publicOrigin}/s/${outcome.token}`
  const supplier = foreignLine(outcome.supplier)
  const card = noticeCard({
    title: wording.say('survey-title'),
    text: wording.say('survey-text', {
      supplier,
      project: foreignLine(history.name),
      days: policy.linkDays,
    }),
    rows: [{ name: wording.say('survey-row'), value: wording.say('survey-open'), url }],
    url,
  })
  occasion.pushes.push({
    kind: 'SEND',
    queue: 'chat',
    userid: person.useridShown,
    template: 'survey-link',
    version: 1,
    // A card is plain JSON; its type says `unknown` for the values.
    body: JSON.parse(JSON.stringify(cardMessage(card))),
    reasons: [],
    dedupeKey: `survey-link/${outcome.invitationId}/liaison`,
  })
}
