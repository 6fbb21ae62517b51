import type { Clock, Entropy, Logger } from '../base/index.ts'
import type { ComplaintWords } from '../bindings/index.ts'
import type { IssuePolicy } from '../cases/index.ts'
import type { Database, Tx } from '../db/index.ts'
import type { Dialogues } from '../dialogue/index.ts'
import type { PartyEar } from '../reception/index.ts'
import type { SurveyOccasion } from '../surveys/index.ts'
import type { KfClient } from '../wecom/index.ts'
import type { Customer } from './customer.ts'
import type { Own } from './own.ts'
import type { CounterPolicy } from './policy.ts'
import type { SupplierWords } from './words.ts'

/** What the counter stands on. */
export interface CounterParts extends PartyEar {
  readonly issues: IssuePolicy
  readonly dialogues: Dialogues
  readonly words: SupplierWords
  readonly policy: CounterPolicy
  readonly entropy: Entropy
  /** How phones reach us, without a slash at the end. */
  readonly publicOrigin: string
  /** Titles of the surveys by occasion. */
  surveyTitle(occasion: SurveyOccasion): string
  /** Of a complaint nothing is kept, and nobody is asked to say it here. */
  readonly complaints: ComplaintWords
}

/** What the counter's worker needs besides. */
export interface CounterMeans extends CounterParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  readonly kf: KfClient
  readonly openKfId: string
  /** Called after a commit that stored pushes to members of the office. */
  wake(): void
}

/** One turn of one customer. */
export interface CounterTurn {
  readonly parts: CounterParts
  readonly tx: Tx
  readonly customer: Customer
  readonly own: Own
  readonly at: Date
}
