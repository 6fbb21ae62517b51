import { type Clock, type Day, linkCode, officeDay } from '../base/index.ts'
import { type Issue, issuesOfParty } from '../cases/index.ts'
import type { Database, Tx } from '../db/index.ts'
import {
  type CreditPoint,
  keepPartyCredit,
  liveEvents,
  type PartyWord,
  partyCredits,
} from '../ledger/index.ts'
import { type ContractView, contractView } from '../supervision/index.ts'
import {
  lookAtStandingLink,
  openStandingLink,
  type SurveyOccasion,
  waitingSurveys,
  waitingToken,
  withdrawStandingLinks,
} from '../surveys/index.ts'
import { hearSupplier, type PartyEar } from './party-word.ts'

/** A contract as its page shows it, or why it does not. */
export type OpenedContract =
  | {
      readonly kind: 'open'
      readonly view: ContractView
      readonly surveys: readonly { readonly token: string; readonly occasion: SurveyOccasion }[]
      /** What this party asked for help with, latest first. */
      readonly issues: readonly Issue[]
      /** When this party said that it evaluated the unit. */
      readonly credits: Partial<Record<CreditPoint, Day>>
    }
  | { readonly kind: 'expired' | 'unknown' }

/** What the contract's page asks of the office. */
export interface ContractDesk {
  open(token: string): Promise<OpenedContract>
  /** Keeps the supplier's word on a reported fact; the page afterwards. */
  say(token: string, eventId: bigint, word: PartyWord): Promise<OpenedContract>
  /** Keeps that the party evaluated the unit, once, where the step it follows is on record. */
  evaluated(token: string, point: CreditPoint): Promise<OpenedContract>
  /** Withdraws all links of this party to this contract, at its own wish. */
  withdraw(token: string): Promise<'withdrawn' | 'expired' | 'unknown'>
  /** What is printed for the party: the page's address, and the way to 微信客服 with the code. Opens nothing. */
  handOut(token: string): Promise<
    | {
        readonly kind: 'open'
        readonly project: string
        readonly unit: string
        readonly party: string
        readonly url: string
        readonly code: string
        readonly kfUrl?: string
        readonly contactUrl?: string
      }
    | { readonly kind: 'expired' | 'unknown' }
  >
}

/** Who evaluates the unit after which step. */
const OWED = {
  TENDER: { whom: 'agency', step: 'EVALUATION_END' },
  ACCEPT: { whom: 'supplier', step: 'ACCEPTED' },
} as const

/** The desk behind `/p/:token`. Every act is one transaction. */
export function openContractDesk(
  means: PartyEar & {
    readonly database: Database
    readonly clock: Clock
    /** Called after a commit that stored pushes. */
    wake(): void
    /** How phones reach us, without a slash at the end. */
    readonly publicOrigin: string
    /** The way to 微信客服 for who holds this link; undefined where that is off or away. */
    kfWay?(token: string): Promise<string | undefined>
    /** Where the QR of the party's contact at the office is; undefined where that is off or away. */
    contactWay(token: string): Promise<string | undefined>
  },
): ContractDesk {
  const { database, clock } = means

  async function opened(tx: Tx, token: string, at: Date): Promise<OpenedContract> {
    const link = await openStandingLink(tx, token, at)
    if (link.kind !== 'open') return link
    const view = await contractView(tx, link, { today: officeDay(at), at })
    if (!view) return { kind: 'expired' }
    const waiting = await waitingSurveys(tx, link, at)
    const surveys = waiting.map(({ id, occasion }) => ({
      token: waitingToken(token, id),
      occasion,
    }))
    const issues = (await issuesOfParty(tx, link)).sort((a, b) => b.id - a.id)
    const credits = await partyCredits(tx, link)
    return { kind: 'open', view, surveys, issues, credits }
  }

  return {
    open: (token) => database.transaction((tx) => opened(tx, token, clock.now())),
    async say(token, eventId, word) {
      const at = clock.now()
      const after = await database.transaction(async (tx): Promise<OpenedContract> => {
        const link = await openStandingLink(tx, token, at)
        if (link.kind !== 'open') return link
        const before = await contractView(tx, link, { today: officeDay(at), at })
        const fact = before?.facts.find(({ id }) => id === eventId)
        if (before && fact) {
          const party = { id: link.partyId, name: before.party }
          const { history } = before.state
          await hearSupplier(means, tx, { history, fact, party, word, way: 'page' }, at)
        }
        return opened(tx, token, at)
      })
      means.wake()
      return after
    },
    async evaluated(token, point) {
      const at = clock.now()
      return database.transaction(async (tx) => {
        const link = await openStandingLink(tx, token, at)
        if (link.kind !== 'open') return link
        const view = await contractView(tx, link, { today: officeDay(at), at })
        const { whom, step } = OWED[point]
        const isOwed =
          view?.whom === whom && liveEvents(view.state.history).some(({ kind }) => kind === step)
        if (isOwed) await keepPartyCredit(tx, { ...link, point }, at)
        return opened(tx, token, at)
      })
    },
    async handOut(token) {
      const at = clock.now()
      const link = await lookAtStandingLink(database.client, token)
      if (link.kind !== 'open') return link
      const view = await database.transaction((tx) =>
        contractView(tx, link, { today: officeDay(at), at }),
      )
      if (!view) return { kind: 'expired' }
      const { history } = view.state
      const [kfUrl, contactUrl] = await Promise.all([means.kfWay?.(token), means.contactWay(token)])
      return {
        kind: 'open',
        project: history.name,
        unit: history.unit.name,
        party: view.party,
        url: `${means.publicOrigin}/p/${token}`,
        code: linkCode(token),
        ...(kfUrl !== undefined && { kfUrl }),
        ...(contactUrl !== undefined && { contactUrl }),
      }
    },
    async withdraw(token) {
      const at = clock.now()
      return database.transaction(async (tx) => {
        const link = await openStandingLink(tx, token, at)
        if (link.kind !== 'open') return link.kind
        await withdrawStandingLinks(tx, link, at)
        return 'withdrawn'
      })
    },
  }
}
