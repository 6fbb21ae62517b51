/** Floor 3: the append-only ledger of every lot, from plan to payment. */

export { type OpenDispute, openDisputes } from './disputes.ts'
export type { Entry, RecordOutcome } from './entry.ts'
export { entryNumber } from './entry-number.ts'
export {
  type BothSides,
  bothSides,
  bothSidesOf,
  countBothSides,
  type Hearing,
  type PartyWord,
  TWO_SIDED,
} from './heard.ts'
export { holdLots } from './held.ts'
export {
  type AgreedRate,
  type ContractFacts,
  contractOf,
  historyAt,
  type LedgerFact,
  type LotHistory,
  liveEvents,
  type NamedParty,
  paidSum,
  type Speaker,
} from './history.ts'
export {
  ALL_KINDS,
  allBefore,
  EVENT_KINDS,
  type EventKind,
  isEventKind,
  isOfCase,
  isRepeatable,
  isVoluntary,
  mayLieAhead,
  needsEvidence,
  type Stage,
} from './kinds.ts'
export {
  type LearnedName,
  learnedNames,
  type NewLearnedName,
  storingLearnedNames,
  withdrawLearnedName,
} from './learned-names.ts'
export {
  type Ledger,
  type LedgerFollowers,
  openLedger,
  type VoidOrder,
  type VoidOutcome,
} from './ledger.ts'
export { type LotName, type PartyName, partyNames, searchNames } from './names.ts'
export {
  CREDIT_POINTS,
  type CreditPoint,
  keepPartyCredit,
  type PartyCreditsOwed,
  partyCredits,
  partyCreditsOwed,
} from './party-credit.ts'
export {
  type PaymentTerm,
  TERM_KINDS,
  TERM_TRIGGERS,
  type TermKind,
  type TermTrigger,
  termSums,
} from './payment-term.ts'
export { type LotSelection, readLots } from './read.ts'
export { type Problem, type Report, reviewReport, type Severity, severityOf } from './review.ts'
export { type StageTold, stageOf, stageTold } from './stage.ts'
