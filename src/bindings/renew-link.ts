import { can } from '../people/index.ts'
import { renewPage, withdrawPage } from '../surveys/index.ts'
import { cardMessage, foreignLine, noticeCard } from '../wecom/index.ts'
import type { ActionTurn, RecordAction } from './action.ts'
import { pageIn } from './kinds-page.ts'
import { momentWords } from './moment-words.ts'
import { referenceOf } from './submissions.ts'
import { wording } from './wording.ts'

/** Ends every link of a party to a contract, and hands the new one over in the very turn where one is wanted. */
export const renewLinkAction: RecordAction = {
  fillings: ['at', 'next'],
  async act(slots, draft, turn) {
    const { office, occasion, look } = turn
    const { tx, person, at } = occasion
    const asked = pageIn(slots.page?.value)
    const page = (await look.pages()).find(
      ({ lotId, partyId }) => lotId === asked?.lotId && partyId === asked.partyId,
    )
    const history = page && (await look.history(page.lotId))
    if (!page || !history || !can(person, 'hand-links', { unit: history.unit }))
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    const doing = { by: person.userid, at }
    const done = (next: string) => ({
      kind: 'done' as const,
      id: referenceOf('page', page.lotId),
      filling: { at: momentWords(at, at), next },
    })
    if (slots.how?.value !== 'RENEW') {
      const ended = await withdrawPage(tx, page, doing)
      return ended === 0
        ? { kind: 'again', filling: { at: momentWords(at, at), next: '' } }
        : done(wording.say('link-no-new'))
    }
    const isLiaison = can(person, 'report-stage', { unit: history.unit })
    const handedTo = isLiaison ? 'liaison' : 'section'
    const means = { ...doing, entropy: office.entropy, handedTo } as const
    const { token } = await renewPage(tx, page, means)
    handOver(turn, { ...page, token, key: draft.id })
    return done(wording.say(isLiaison ? 'link-new-liaison' : 'link-new'))
  },
}

function handOver(
  { office, occasion }: ActionTurn,
  given: {
    readonly party: string
    readonly project: string
    readonly token: string
    readonly key: string
  },
): void {
  const url = `${office.publicOrigin}/p/${given.token}`
  const about = { supplier: foreignLine(given.party), project: foreignLine(given.project) }
  const card = noticeCard({
    title: wording.say('page-title'),
    text: wording.say('page-text', { ...about, survey: '' }),
    rows: [{ name: wording.say('page-row'), value: wording.say('survey-open'), url }],
    url: `${url}/qr`,
  })
  occasion.pushes.push({
    kind: 'SEND',
    queue: 'chat',
    userid: occasion.person.useridShown,
    template: 'survey-link',
    version: 1,
    // A card is plain JSON; its type says `unknown` for the values.
    body: JSON.parse(JSON.stringify(cardMessage(card))),
    reasons: [],
    dedupeKey: `renew-link/${given.key}`,
  })
}
