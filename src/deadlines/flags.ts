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

/** The cap that a bond of a contract exceeds on that day, if any. */
export function overCap(
  book: RuleBook,
  bond: CapRule['bond'],
  { sum, contract }: { readonly sum: Fen; readonly contract: Fen },
  on: Day,
): CapRule | undefined {
  return book.caps.find(
    (cap) =>
      cap.bond === bond &&
      cap.ship !== 'off' &&
      (cap.effectiveFrom === null || cap.effectiveFrom <= on) &&
      (cap.effectiveTo === null || on <= cap.effectiveTo) &&
      sum * WHOLE > contract * BigInt(cap.share),
  )
}
