import type { Fen } from '../base/index.ts'
import { isExempt } from './exemptions.ts'
import type { Rule } from './rule.ts'
import type { Situation } from './situation.ts'

/** Whether every condition is known to hold for the lot. */
export function holds(when: Rule['appliesWhen'], situation: Situation): boolean {
  const { facts, events } = situation
  return (
    (when.category?.includes(facts.category) ?? true) &&
    (when.method?.includes(facts.method?.trim() ?? '') ?? true) &&
    (when.lawDomain?.includes(facts.lawDomain ?? 'PROCUREMENT') ?? true) &&
    budgetFits(when, facts.budget) &&
    (when.agency ?? facts.hasAgency) === facts.hasAgency &&
    (when.sme ?? facts.supplierIsSme) === facts.supplierIsSme &&
    (when.agreedTerm ?? facts.paymentDays !== null) === (facts.paymentDays !== null) &&
    (when.recorded?.every((kind) => events.some((event) => event.kind === kind)) ?? true) &&
    !when.notRecorded?.some((kind) => events.some((event) => event.kind === kind)) &&
    !when.unlessRules?.some((key) => ruleFor(key, situation) !== undefined)
  )
}

const fenOf = (yuan: number): Fen => BigInt(yuan) * 100n

/** A budget that nobody said fits no sum. */
function budgetFits({ budgetFrom, budgetBelow }: Rule['appliesWhen'], budget?: Fen): boolean {
  if (budgetFrom === undefined && budgetBelow === undefined) return true
  if (budget === undefined) return false
  return (
    (budgetFrom === undefined || budget >= fenOf(budgetFrom)) &&
    (budgetBelow === undefined || budget < fenOf(budgetBelow))
  )
}

/** The version of a rule that applies to the lot on that day: in force, switched on, its conditions met. */
export function ruleFor(key: string, situation: Situation): Rule | undefined {
  const rule = situation.book.inForce(key, situation.on, situation.metOn)
  if (!rule || rule.ship === 'off' || isExempt(rule, situation)) return undefined
  return holds(rule.appliesWhen, situation) ? rule : undefined
}

/** The days a rule gives this lot: the contract's term where the rule yields to it, up to the rule's ceiling. */
export function daysFor(
  rule: Rule,
  situation: Situation,
): { readonly amount: number | null; readonly overCeiling: number | null } {
  const agreed = rule.agreedTerm ? situation.facts.paymentDays : null
  if (agreed === null) return { amount: rule.amount, overCeiling: null }
  const ceiling = rule.agreedTerm?.ceiling
  // A ceiling that does not apply to the lot (a large supplier's) limits nothing.
  const most = ceiling ? ruleFor(ceiling, situation)?.amount : undefined
  return most != null && agreed > most
    ? { amount: most, overCeiling: agreed }
    : { amount: agreed, overCeiling: null }
}
