import type { Day, Entropy } from '../base/index.ts'
import { markShown, referralsFor } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import { handSectionLinks, openAnswersFor, pendingInvitations } from '../surveys/index.ts'
import type { SurveyHandout } from './digests.ts'
import type { HelpItem, Place, ReferralItem, SurveyUnpaidItem } from './item.ts'

/** Links of one morning: more would push everything else out of the message; the rest follow the next morning. */
const HANDOUTS = 5

/** What a section hears besides the clocks. */
export interface SectionNews {
  readonly answers: readonly (HelpItem | SurveyUnpaidItem)[]
  readonly referrals: readonly ReferralItem[]
  readonly handouts: readonly SurveyHandout[]
}

/** Makes the links that sections pass on. Absent in a preview. */
export interface LinkMeans {
  readonly entropy: Entropy
  /** The address behind a token. */
  url(token: string): string
}

/** Whose news, of which days. */
export interface NewsQuestion {
  readonly sectionIds: readonly number[]
  readonly at: Date
  readonly today: Day
  /** The day of the morning digest before this one: answers from that day on are new. */
  readonly since: Day
}

/** The news of each section. With `links` the sections' links are made: call it in the transaction that queues the digests. */
export async function sectionNews(
  tx: Tx,
  { sectionIds, at, today, since }: NewsQuestion,
  links: LinkMeans | undefined,
): Promise<ReadonlyMap<number, SectionNews>> {
  if (sectionIds.length === 0) return new Map()
  const answers = await openAnswersFor(tx, { sectionIds, from: since, before: today })
  const referrals = await referralsFor(tx, { sectionIds, at })
  const pending = await pendingInvitations(tx, sectionIds, at)
  const handed = sectionIds.flatMap((id) =>
    pending.filter((invitation) => invitation.sectionId === id).slice(0, HANDOUTS),
  )
  const tokens =
    links && handed.length > 0
      ? await handSectionLinks(
          tx,
          handed.map((invitation) => invitation.invitationId),
          { entropy: links.entropy, at },
        )
      : new Map<number, string>()
  const urlOf = (id: number): string | undefined => {
    const token = tokens.get(id)
    return token === undefined ? undefined : links?.url(token)
  }
  return new Map(
    sectionIds.map((id) => [
      id,
      {
        answers: answers
          .filter((answer) => answer.sectionId === id)
          .flatMap((answer) => {
            const about = { place: placeOf(answer), party: answer.supplier }
            return [
              ...(answer.help ? [{ kind: 'help' as const, ...about }] : []),
              ...(answer.notPaid ? [{ kind: 'survey-unpaid' as const, ...about }] : []),
            ]
          }),
        referrals: referrals
          .filter((referral) => referral.sectionId === id)
          .map(({ id: referral, unitName, personName, text }) => ({
            kind: 'referral',
            id: referral,
            unit: unitName ?? null,
            person: personName,
            text,
          })),
        handouts: handed
          .filter((invitation) => invitation.sectionId === id)
          .map((invitation) => ({
            place: placeOf({ ...invitation, unitId: 0 }),
            party: invitation.supplier,
            url: urlOf(invitation.invitationId),
          })),
      },
    ]),
  )
}

/** Remembers that these referrals stood in a digest that is queued. */
export async function newsShown(tx: Tx, shown: readonly ReferralItem[], at: Date): Promise<void> {
  const ids = [...new Set(shown.map((item) => item.id))]
  if (ids.length > 0) await markShown(tx, ids, at)
}

function placeOf(of: {
  lotId: number
  code: string
  lotNo: number
  lotName: string
  unitId: number
  unitName: string
  sectionId: number
}): Place {
  return {
    lotId: of.lotId,
    code: of.code,
    lotNo: of.lotNo,
    name: of.lotName,
    unitId: of.unitId,
    unit: of.unitName,
    sectionId: of.sectionId,
  }
}
