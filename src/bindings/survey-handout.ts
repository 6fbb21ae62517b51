import type { Tx } from '../db/index.ts'
import type { LedgerFact, RecordOutcome } from '../ledger/index.ts'
import { withdrawPushes } from '../notify/index.ts'
import {
  type AskedParty,
  type InvitationWish,
  type InviteOutcome,
  invite,
} from '../surveys/index.ts'
import { cardMessage, foreignLine, noticeCard } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { wording } from './wording.ts'

/**
 * Hands the liaison what a party is to be given, in the very turn: the standing link to its contract's page when it
 * has none yet, and the survey's one-time link at acceptance and payment. The section gets links of its own with
 * its next digest.
 */
export async function handOutSurvey(turn: ActionTurn, outcome: RecordOutcome): Promise<void> {
  const asked: readonly AskedParty[] =
    outcome.event.kind === 'AWARD_CONFIRMED' ? ['supplier', 'agency'] : ['supplier']
  for (const whom of asked) await handOut(turn, { ...outcome, whom })
}

/** Invites one party, and hands over what it has not been given yet. */
export async function handOut(
  { office, occasion }: ActionTurn,
  wish: InvitationWish,
): Promise<void> {
  const { event, history, whom } = wish
  const { tx, at, person } = occasion
  const { entropy, surveys: policy, publicOrigin } = office
  const outcome = await invite(tx, wish, { entropy, at, policy })
  if (outcome.kind === 'no-occasion' || outcome.kind === 'no-supplier') return
  const links = linksOf(outcome, event.kind, publicOrigin)
  const [first] = links
  if (!first) return
  const hasPage = outcome.page !== undefined
  const about = {
    supplier: foreignLine(outcome.supplier),
    project: foreignLine(history.name),
  }
  const card = noticeCard({
    title: wording.say(hasPage ? 'page-title' : 'survey-title'),
    text: hasPage
      ? wording.say('page-text', {
          ...about,
          survey: links.length > 1 ? wording.say('page-survey', { days: policy.linkDays }) : '',
        })
      : wording.say('survey-text', { ...about, days: policy.linkDays }),
    rows: links,
    // The card itself opens what can be scanned or printed, where there is a page.
    url: hasPage ? `${publicOrigin}/p/${outcome.page}/qr` : first.url,
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
    dedupeKey: `${surveyKey(event, whom ?? 'supplier')}${hasPage ? '/page' : ''}`,
  })
}

const surveyKey = (
  { kind, id }: { readonly kind: string; readonly id: bigint },
  whom: AskedParty,
): string => `survey-link/${kind}/${id}/${whom}/liaison`

/**
 * Calls back the survey links that were to be handed out for these events and have not left yet. A card that also
 * carries the contract's page goes out all the same: the page outlives the event, and is handed over only once.
 */
export async function callBackLinks(
  tx: Tx,
  events: readonly LedgerFact[],
  at: Date,
): Promise<void> {
  const keys = events.flatMap((event) => [surveyKey(event, 'supplier'), surveyKey(event, 'agency')])
  await withdrawPushes(tx, keys, at)
}

type Handed = Extract<InviteOutcome, { readonly supplier: string }>

function linksOf(outcome: Handed, kind: string, origin: string) {
  const open = wording.say('survey-open')
  const isOwn = outcome.kind === 'invited' && (kind === 'ACCEPTED' || kind === 'PAID')
  const survey = isOwn && { name: wording.say(`survey-row-${kind}`), value: open }
  return [
    ...(survey ? [{ ...survey, url: `${origin}/s/${outcome.token}` }] : []),
    ...(outcome.page
      ? [{ name: wording.say('page-row'), value: open, url: `${origin}/p/${outcome.page}` }]
      : []),
  ]
}
