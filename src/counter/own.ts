import { z } from 'zod'
import { officeDay } from '../base/index.ts'
import { type Issue, issuesOfParty } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import type { LedgerFact } from '../ledger/index.ts'
import { type ContractView, contractView } from '../supervision/index.ts'
import { type SurveyOccasion, waitingSurveys } from '../surveys/index.ts'

/** A contract of the customer's own. */
export interface OwnContract {
  readonly lotId: number
  readonly partyId: number
  readonly view: ContractView
}

/** A reported fact of one, or a survey that waits for it. */
export interface OwnFact {
  readonly contract: OwnContract
  readonly fact: LedgerFact
}
export interface OwnSurvey {
  readonly contract: OwnContract
  readonly id: number
  readonly occasion: SurveyOccasion
  readonly createdAt: Date
}
export interface OwnIssue {
  readonly contract: OwnContract
  readonly issue: Issue
}

/** What a customer may see: her own, by the links she came with. Each is read at most once a turn. */
export interface Own {
  contracts(): Promise<readonly OwnContract[]>
  /** All reported facts, those not answered yet first, each kind latest first. */
  facts(): Promise<readonly OwnFact[]>
  surveys(): Promise<readonly OwnSurvey[]>
  /** Latest first. */
  issues(): Promise<readonly OwnIssue[]>
  /** After something was recorded. */
  forget(): void
}

const Bound = z.object({ lotId: z.number(), partyId: z.number() })

/** The contracts that a customer's links lead to; a withdrawn link leads nowhere. Latest first. */
async function boundTo(tx: Tx, customerId: number): Promise<z.infer<typeof Bound>[]> {
  return z.array(Bound).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT k."lotId", k."partyId" FROM "KfBinding" b JOIN "StandingLink" k ON k."tokenHash" = b."tokenHash"
      WHERE b."customerId" = ${customerId}::int AND k."revokedAt" IS NULL
      GROUP BY k."lotId", k."partyId" ORDER BY max(b."boundAt") DESC, k."lotId"`,
  )
}

function once<T>(read: () => Promise<T>): { get(): Promise<T>; forget(): void } {
  let value: Promise<T> | undefined
  return {
    get() {
      value ??= read()
      return value
    },
    forget() {
      value = undefined
    },
  }
}

/** Looks up what is a customer's own, as of an instant. */
export function ownOf(tx: Tx, customerId: number, at: Date): Own {
  const moment = { today: officeDay(at), at }
  const contracts = once(async () => {
    const found: OwnContract[] = []
    for (const bound of await boundTo(tx, customerId)) {
      // A link outlives no change of supplier.
      const view = await contractView(tx, bound, moment)
      if (view) found.push({ ...bound, view })
    }
    return found
  })
  const surveys = once(async () => {
    const found: OwnSurvey[] = []
    for (const contract of await contracts.get())
      for (const one of await waitingSurveys(tx, contract, at))
        if (!one.anonymousOnly) found.push({ contract, ...one })
    return found
  })
  const issues = once(async () => {
    const found: OwnIssue[] = []
    for (const contract of await contracts.get())
      for (const issue of await issuesOfParty(tx, contract)) found.push({ contract, issue })
    return found.sort((a, b) => b.issue.id - a.issue.id)
  })
  return {
    contracts: contracts.get,
    surveys: surveys.get,
    issues: issues.get,
    async facts() {
      const all = (await contracts.get()).flatMap((contract) =>
        contract.view.facts.map((fact) => ({ contract, fact })),
      )
      const isOpen = ({ fact }: OwnFact) => fact.heard === undefined
      return [...all.filter(isOpen), ...all.filter((own) => !isOpen(own))]
    },
    forget() {
      for (const kept of [contracts, surveys, issues]) kept.forget()
    },
  }
}
