import { addDays, type Day, daysBetween, type Entropy, officeInstant } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import { markShown, referralsFor } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import { type OpenDispute, openDisputes } from '../ledger/index.ts'
import {
  handPages,
  handSectionLinks,
  openAnswersFor,
  pendingInvitations,
  pendingPages,
  unreachedParties,
} from '../surveys/index.ts'
import type { SurveyHandout } from './digests.ts'
import type {
  DisputeItem,
  HelpItem,
  Place,
  ReferralItem,
  SurveyUnpaidItem,
  UnreachedItem,
} from './item.ts'

/** Links of one morning: more would push everything else out of the message; the rest follow the next morning. */
const HANDOUTS = 4

/** What a section hears besides the clocks. */
export interface SectionNews {
  readonly answers: readonly (HelpItem | SurveyUnpaidItem | DisputeItem | UnreachedItem)[]
  readonly referrals: readonly ReferralItem[]
  readonly handouts: readonly SurveyHandout[]
}

/** Makes the links that sections pass on. Absent in a preview. */
export interface LinkMeans {
  readonly entropy: Entropy
  /** The address of a survey behind a token, and of a contract's page. */
  url(token: string): string
  page(token: string): string
}

/** Whose news, of which days. */
export interface NewsQuestion {
  readonly sectionIds: readonly number[]
  readonly at: Date
  readonly today: Day
  /** The day of the morning digest before this one: answers from that day on are new. */
  readonly since: Day
  readonly calendar: Calendar
  /** Working days after a reported payment by which its receiver must have been reached. */
  readonly unreachedAfter: number
  /** Working days after which a section is given an unanswered survey's link once more. */
  readonly remindAfter: number
}

/** The news of each section. With `links` the sections' links are made: call it in the transaction that queues the digests. */
export async function sectionNews(
  tx: Tx,
  { sectionIds, at, today, since, calendar, unreachedAfter, remindAfter }: NewsQuestion,
  links: LinkMeans | undefined,
): Promise<ReadonlyMap<number, SectionNews>> {
  if (sectionIds.length === 0) return new Map()
  const answers = await openAnswersFor(tx, { sectionIds, from: since, before: today })
  const referrals = await referralsFor(tx, { sectionIds, at })
  const disputes = (await openDisputes(tx, sectionIds, at)).filter(
    // Told when it begins, and when the quiet days have passed: not every morning in between.
    ({ openedOn, settleBy }) =>
      (openedOn >= since && openedOn < today) ||
      (settleBy !== null && settleBy >= since && settleBy < today),
  )
  const unreached = await unreachedNow(tx, { sectionIds, today, since, calendar, unreachedAfter })
  const waitingPages = await pendingPages(tx, sectionIds, at)
  const pages = sectionIds.flatMap((id) =>
    waitingPages.filter((page) => page.sectionId === id).slice(0, HANDOUTS),
  )
  const pageTokens =
    links && pages.length > 0
      ? await handPages(tx, pages, 'section', { entropy: links.entropy, at })
      : []
  const pageHandouts = pages.map((page, index) => {
    const token = pageTokens[index]
    return {
      sectionId: page.sectionId,
      sort: 'page' as const,
      place: placeOf({ ...page, unitId: 0 }),
      party: page.supplier,
      url: token === undefined ? undefined : links?.page(token),
    }
  })
  const remindDay = backBy(calendar, remindAfter, today)
  const pending = await pendingInvitations(
    tx,
    sectionIds,
    at,
    remindDay === undefined ? undefined : officeInstant(remindDay),
  )
  const handed = sectionIds.flatMap((id) =>
    pending
      .filter((invitation) => invitation.sectionId === id)
      .slice(0, HANDOUTS - pages.filter((page) => page.sectionId === id).length),
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
        answers: [
          ...disputes
            .filter((dispute) => dispute.sectionId === id)
            .map((dispute) => disputeItem(dispute, today)),
          ...unreached
            .filter((party) => party.sectionId === id)
            .map((one) => ({ kind: 'unreached' as const, place: placeOf(one), party: one.party })),
          ...answers
            .filter((answer) => answer.sectionId === id)
            .flatMap((answer) => {
              const about = { place: placeOf(answer), party: answer.supplier }
              return [
                ...(answer.help ? [{ kind: 'help' as const, ...about }] : []),
                ...(answer.notPaid ? [{ kind: 'survey-unpaid' as const, ...about }] : []),
              ]
            }),
        ],
        referrals: referrals
          .filter((referral) => referral.sectionId === id)
          .map(({ id: referral, unitName, personName, text }) => ({
            kind: 'referral',
            id: referral,
            unit: unitName ?? null,
            person: personName,
            text,
          })),
        handouts: [
          ...pageHandouts.filter((page) => page.sectionId === id),
          ...handed
            .filter((invitation) => invitation.sectionId === id)
            .map((invitation) => ({
              sort: 'survey' as const,
              occasion: invitation.occasion,
              again: invitation.again,
              place: placeOf({ ...invitation, unitId: 0 }),
              party: invitation.supplier,
              url: urlOf(invitation.invitationId),
            })),
        ],
      },
    ]),
  )
}

/** The day so many working days before; undefined where no calendar says. */
function backBy(calendar: Calendar, workdays: number, of: Day): Day | undefined {
  const counted = whereMaintained(() => calendar.addWorkdays(of, -workdays))
  return counted.ok ? counted.value : undefined
}

/** Payments whose last day to reach the receiver lay between the digest before this one and this one. */
async function unreachedNow(
  tx: Tx,
  { sectionIds, today, since, calendar, unreachedAfter }: Omit<NewsQuestion, 'at' | 'remindAfter'>,
) {
  const [before, until] = [
    backBy(calendar, unreachedAfter, since),
    backBy(calendar, unreachedAfter, today),
  ]
  if (before === undefined || until === undefined || before >= until) return []
  return unreachedParties(tx, sectionIds, { from: addDays(before, 1), until })
}

const FACTS = { CONTRACT_SIGNED: 'contract', ACCEPTED: 'acceptance' } as const

function disputeItem(dispute: OpenDispute, today: Day): DisputeItem {
  const { kind, settleBy: due, word, party } = dispute
  return {
    kind: 'dispute',
    place: placeOf(dispute),
    party,
    fact: kind === 'CONTRACT_SIGNED' || kind === 'ACCEPTED' ? FACTS[kind] : 'payment',
    word,
    due,
    daysLate: due !== null && due < today ? daysBetween(due, today) : 0,
  }
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
