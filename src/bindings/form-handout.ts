import { newToken, tokenHash } from '../base/index.ts'
import type { Draft } from '../dialogue/index.ts'
import { cardMessage, noticeCard } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { wording } from './wording.ts'

/** Minutes that a link to a form opens. */
const OPEN_MINUTES = 30

/** Hands the person a link to a form about the draft: for this person and this draft only, known by its hash. */
export async function handOutForm({ office, occasion }: ActionTurn, draft: Draft): Promise<void> {
  const { tx, at, person } = occasion
  const token = newToken(office.entropy)
  const expiresAt = new Date(at.getTime() + OPEN_MINUTES * 60_000)
  await tx.$executeRaw`
    INSERT INTO "FormLink" ("tokenHash", "personId", "draftId", "createdAt", "expiresAt")
    VALUES (${tokenHash(token)}, ${person.id}, ${draft.id}, ${at}, ${expiresAt})`
  const url = `${office.publicOrigin}/f/${token}`
  const card = noticeCard({
    title: wording.say('form-title'),
    text: wording.say('form-text', { minutes: OPEN_MINUTES }),
    rows: [{ name: wording.say('form-row'), value: wording.say('form-open'), url }],
    url,
  })
  occasion.pushes.push({
    kind: 'SEND',
    queue: 'chat',
    userid: person.useridShown,
    template: 'form-link',
    version: 1,
    // A card is plain JSON; its type says `unknown` for the values.
    body: JSON.parse(JSON.stringify(cardMessage(card))),
    reasons: [],
    dedupeKey: `form-link/${occasion.saidIn}`,
  })
}
