import type { Day, Fen } from '../base/index.ts'
import type { TermKind } from '../ledger/index.ts'
import { ruleFor } from './conditions.ts'
import type { LotFacts } from './history.ts'
import type { CapRule, Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** A term of payment as somebody enters it; `kind` where it is that of a payment term. */
export interface EnteredTerm {
  readonly days: number
  readonly kind?: TermKind
  readonly facts: LotFacts
}

/** The rule whose ceiling the term exceeds on that day, if any: what is beyond it will not be counted. */
export function overCeiling(book: RuleBook, term: EnteredTerm, on: Day): Rule | undefined {
  const facts = { ...term.facts, paymentDays: term.days }
  for (const { agreedTerm, contractTerm } of book.rules) {
    if (!agreedTerm?.ceiling || contractTerm !== term.kind) continue
    const ceiling = ruleFor(agreedTerm.ceiling, { facts, events: [], book, on })
    if (ceiling?.amount != null && term.days > ceiling.amount) return ceiling
  }
  return undefined
}

const WHOLE = 10_000n

/** A sum held as security, and what it is measured by. */
export interface HeldSum {
  readonly bond: CapRule['bond']
  readonly sum: Fen
  /** The contract's sum, or the budget for a bond of a bid. */
  readonly whole: Fen
  /** 政府采购法 where nobody said. */
  readonly lawDomain?: LotFacts['lawDomain']
}

/** The caps that a bond exceeds on that day. */
export function overCaps(book: RuleBook, held: HeldSum, on: Day): CapRule[] {
  return book.caps.filter(
    (cap) =>
      cap.bond === held.bond &&
      cap.ship !== 'off' &&
      (cap.effectiveFrom === null || cap.effectiveFrom <= on) &&
      (cap.effectiveTo === null || on <= cap.effectiveTo) &&
      (cap.lawDomain?.includes(held.lawDomain ?? 'PROCUREMENT') ?? true) &&
      held.sum * WHOLE > held.whole * BigInt(cap.share),
  )
}

/** The caps that a reported bond exceeds; none for an event that is no bond, or where a sum is not known. */
export function capsBrokenBy(
  book: RuleBook,
  event: { readonly kind: string; readonly amount?: Fen | undefined; readonly day: Day },
  lot: {
    readonly contractAmount: Fen | null
    readonly budget: Fen
    readonly lawDomain?: LotFacts['lawDomain']
  },
): CapRule[] {
  const bond = BONDS[event.kind]
  const whole = bond === 'BID' ? lot.budget : lot.contractAmount
  if (!bond || event.amount === undefined || whole === null) return []
  const { lawDomain } = lot
  return overCaps(book, { bond, sum: event.amount, whole, lawDomain }, event.day)
}

const BONDS: Readonly<Record<string, CapRule['bond'] | undefined>> = {
  BOND_RECEIVED: 'BID',
  PERFORMANCE_BOND_RECEIVED: 'PERFORMANCE',
}
