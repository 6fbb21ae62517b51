/** Floor 3: time limits of law and office as dated, cited data, and the clocks they set running for a lot. */
export { type Clock, type ClockWorks, computeClocks } from './clocks.ts'
export { computeDue, type DueDate, type DueStep } from './due.ts'
export {
  type DueExplanation,
  type ExplainedDue,
  type ExplainedStep,
  openExplainer,
  type UnexplainedDue,
} from './explain.ts'
export { capsBrokenBy, overCaps, overCeiling } from './flags.ts'
export type { LotEvent, LotFacts } from './history.ts'
export { type ClockKeeper, openClocks } from './keeper.ts'
export type { KnownClock } from './known-clock.ts'
export {
  estimateInterest,
  type LateInterest,
  type LateRate,
} from './late-interest.ts'
export { type Law, openLaw, storeOrder, storeYear } from './law.ts'
export { type Light, type Lit, lightOf, yellowFrom } from './light.ts'
export { lotClocks } from './lot-clocks.ts'
export { clockFacts } from './lot-facts.ts'
export { type Pause, pausesOf } from './pauses.ts'
export { paymentsAt } from './payments-at.ts'
export { type ClockQuestion, clocksAt, dueClocks, openClocksOf } from './questions.ts'
export type { InterestRate, Rule } from './rule.ts'
export { type RuleBook, ruleBookOf } from './rule-book.ts'
export { loadRules } from './rule-files.ts'
export { bookWith } from './rule-imports.ts'
export { readOrder } from './rule-orders.ts'
export { type ClockChange, previewBook } from './rule-preview.ts'
export { openClocksIn } from './standing-clocks.ts'
export {
  ownLeft,
  type UnpaidContract,
  type UnpaidPart,
  unpaidContracts,
  unpaidFrom,
} from './unpaid.ts'
export { checkDay, type DayWarning } from './warnings.ts'
