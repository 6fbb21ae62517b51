import type { Entropy } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { IssuePolicy } from '../cases/index.ts'
import type { OrderedTx } from '../db/index.ts'
import type { RuleBook } from '../deadlines/index.ts'
import type { DutyBook } from '../duties/index.ts'
import type { Lexicons, NameIndexes } from '../language/index.ts'
import type { Ledger, NewLearnedName } from '../ledger/index.ts'
import type { NewPush } from '../notify/index.ts'
import type { OfficePerson } from '../people/index.ts'
import type { SurveyPolicy } from '../surveys/index.ts'
import type { MatterWords } from './matter-words.ts'

/** What the conversations' names are bound to. Made once, in assembly. */
export interface Office {
  readonly ledger: Ledger
  readonly book: RuleBook
  readonly calendar: Calendar
  readonly surveys: SurveyPolicy
  /** Targets of issues, in working days. */
  readonly issues: IssuePolicy
  /** What every unit owes each year. */
  readonly duties: DutyBook
  /** Intents, events and noise in the office's words: `conversations/dialogues/_understanding.yaml`. */
  readonly understanding: Lexicons
  /** The name indexes of turns, kept while nothing they were built from changes. */
  readonly names: NameIndexes
  /** How matters are spoken of: `conversations/dialogues/_matters.yaml`. */
  readonly matterWords: MatterWords
  /** Working days within which a unit is to answer a section that urges it. */
  readonly answerWithin: number
  readonly entropy: Entropy
  /** How phones reach us, without a slash at the end: survey links begin with it. */
  readonly publicOrigin: string
}

/** One message of one person. */
export interface Occasion {
  readonly tx: OrderedTx
  readonly person: OfficePerson
  readonly at: Date
  /** The message's dedupe key: what is recorded remembers which message said it. */
  readonly saidIn: string
  /** Pushes that leave with the commit, after the reply. */
  readonly pushes: NewPush[]
  /** What people call things, learned from what this turn records. */
  readonly learned: NewLearnedName[]
}
