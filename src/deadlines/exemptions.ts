import type { ExemptionRule, Rule } from './rule.ts'
import type { Situation } from './situation.ts'

/** Whether law takes the lot out of the rule's reach on that day: another law's works, an urgent purchase. */
export function isExempt(rule: Rule, { facts, book, on }: Situation): boolean {
  return book.exemptions.some(
    (exemption) =>
      exemption.ship !== 'off' &&
      (exemption.effectiveFrom === null || exemption.effectiveFrom <= on) &&
      (exemption.effectiveTo === null || on <= exemption.effectiveTo) &&
      (exemption.when.lawDomain ?? facts.lawDomain) === facts.lawDomain &&
      (exemption.when.urgent ?? facts.urgent ?? false) === (facts.urgent ?? false) &&
      covers(exemption, rule),
  )
}

const covers = ({ rules, stages }: ExemptionRule, rule: Rule): boolean =>
  rules.includes(rule.key) || (rule.level !== 'contract' && stages.includes(rule.stage))
