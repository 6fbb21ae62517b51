import { type Day, daysBetween, type Fen } from '../base/index.ts'
import { Prisma, type Tx } from '../db/index.ts'
import type { NamedParty, TermKind } from '../ledger/index.ts'
import { type KnownClock, knownClocks } from './known-clock.ts'
import { isPaused } from './pauses.ts'
import { type ClockQuestion, openBy } from './questions.ts'

/** What one payment term adds to what is unpaid. */
export interface UnpaidPart {
  readonly term: TermKind
  readonly amount: Fen | null
}

/** A contract with money due that is not paid. */
export interface UnpaidContract {
  readonly lot: KnownClock['lot']
  readonly unit: KnownClock['unit']
  readonly supplier?: NamedParty
  /** 中小企业, as far as anybody has said. */
  readonly isSme: boolean
  /**
   * What is still to be paid of all that became due; null when no sum is known. Of a contract with payment terms
   * only of those that are near or late by the day asked for, or of the next one.
   */
  readonly amount: Fen | null
  /** The payment terms of which `amount` is made up; none without terms. */
  readonly parts: readonly UnpaidPart[]
  /** The binding limit: the earliest of those that can turn red (PAY_SME, PAY_TERM, PAY_INVOICE_38). */
  readonly binding: KnownClock
  readonly due: Day | null
  /** Calendar days since `due`: 0 on the day itself, negative before it; null where `due` is not known. */
  readonly daysSinceDue: number | null
  /** Every open payment clock of the contract, PAY_INVOICE among them, earliest first. */
  readonly clocks: readonly KnownClock[]
}

/**
 * Contracts with money due and unpaid as known `at`: a payment clock is open and asks for attention by `today`.
 * One entry a lot, longest overdue first. Those that are only near their limit have `daysSinceDue` below 1.
 */
export async function unpaidContracts(
  tx: Tx,
  { today, at, unitIds }: ClockQuestion,
): Promise<UnpaidContract[]> {
  // All open payment clocks of a contract are needed to tell the binding one, also those not near yet.
  const known = Prisma.sql`
    SELECT d.* FROM "Deadline" d
    JOIN "DeadlineRule" pay ON pay."id" = d."ruleId" AND pay."body"->>'endEvent' = 'PAID'
    WHERE d."lotId" IN (
      SELECT near."lotId" FROM (${openBy(today, at)}) near
      JOIN "DeadlineRule" q ON q."id" = near."ruleId" AND q."body"->>'endEvent' = 'PAID')
      AND d."state" = 'OPEN' AND d."knownFrom" <= ${at}::timestamptz
      AND (d."knownTo" IS NULL OR d."knownTo" > ${at}::timestamptz)`
  return unpaidFrom(await knownClocks(tx, known, at, unitIds), today)
}

/** The same from payment clocks at hand (earliest due first). Pure. */
export function unpaidFrom(clocks: readonly KnownClock[], today: Day): UnpaidContract[] {
  const byLot = new Map<number, KnownClock[]>()
  for (const clock of clocks) {
    if (clock.state !== 'OPEN' || clock.rule.endEvent !== 'PAID') continue
    if (isPaused(clock.pauses, today)) continue
    byLot.set(clock.lot.id, [...(byLot.get(clock.lot.id) ?? []), clock])
  }
  return [...byLot.values()]
    .flatMap((open): UnpaidContract[] => {
      const binding = open.find((clock) => clock.worstLight === 'RED') ?? open[0]
      if (!binding) return []
      const { lot, unit, supplier, due } = binding
      const terms = open.filter((clock) => clock.rule.contractTerm)
      const near = terms.filter((clock) => clock.attentionOn <= today)
      const counted = terms.length === 0 ? open : near.length > 0 ? near : [binding]
      return [
        {
          lot,
          unit,
          ...(supplier && { supplier }),
          isSme: supplier?.isSme ?? false,
          amount: counted.reduce<Fen | null>((most, c) => larger(most, c.outstanding), null),
          parts: counted.flatMap((clock) => {
            const term = clock.rule.contractTerm
            return term ? [{ term, amount: ownLeft(clock) }] : []
          }),
          binding,
          due,
          daysSinceDue: due === null ? null : daysBetween(due, today),
          clocks: open,
        },
      ]
    })
    .sort((a, b) => (b.daysSinceDue ?? -Infinity) - (a.daysSinceDue ?? -Infinity))
}

/** What is unpaid of the clock's own sum: earlier ones are paid first. */
export function ownLeft({
  amountDue,
  outstanding,
}: Pick<KnownClock, 'amountDue' | 'outstanding'>): Fen | null {
  return amountDue !== null && outstanding !== null && amountDue < outstanding
    ? amountDue
    : outstanding
}

function larger(a: Fen | null, b: Fen | null): Fen | null {
  if (a === null) return b
  return b !== null && b > a ? b : a
}
