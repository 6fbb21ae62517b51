import type { Day } from '../base/index.ts'
import type {
  CapRule,
  DelayRule,
  EndingRule,
  ExemptionRule,
  InterestRate,
  PauseRule,
  Rule,
} from './rule.ts'

/** All rules in all versions, and which of them is in force when. */
export interface RuleBook {
  readonly rules: readonly Rule[]
  /** The keys, in the order of the files. */
  readonly keys: readonly string[]
  readonly rates: readonly InterestRate[]
  /** What stops clocks. */
  readonly pauses: readonly PauseRule[]
  /** What ends clocks without a verdict. */
  readonly endings: readonly EndingRule[]
  /** What lifts rules. */
  readonly exemptions: readonly ExemptionRule[]
  /** What moves the start of payment where acceptance is delayed. */
  readonly delays: readonly DelayRule[]
  /** The most that may be held as security. */
  readonly caps: readonly CapRule[]
  /** Which event a day is checked from where the rule's own was not reported, by the rule's own. */
  readonly standsIn: Readonly<Record<string, string>>
  /** How many working days before `rawDue` the yellow light comes on: the bureau's own setting. */
  readonly yellowWorkdays: number
  /**
   * The version in force on that day, whether it ships or not; undefined before the first and after a lapse.
   * With `metOn`, only versions that had been adopted by then: an import changes no verdict already given.
   */
  inForce(key: string, on: Day, metOn?: Day): Rule | undefined
  /** The version in force, else the first one; undefined for an unknown key. */
  closest(key: string, on: Day): Rule | undefined
  /** Any version of the rule, for what all of them share: the events it stands between. */
  sample(key: string): Rule | undefined
  /** The keys of rules that give way where the contract has payment terms. */
  readonly replaced: ReadonlySet<string>
}

/**
 * A book of these rules. A later version takes over on its `effectiveFrom` without the earlier one being
 * edited, so that versions already used stay as they were.
 */
export function ruleBookOf(
  content: Pick<RuleBook, 'rules' | 'rates' | 'yellowWorkdays'> &
    Partial<Pick<RuleBook, 'standsIn' | 'pauses' | 'endings' | 'exemptions' | 'delays' | 'caps'>>,
): RuleBook {
  const versions = new Map<string, Rule[]>()
  for (const rule of content.rules)
    versions.set(rule.key, [...(versions.get(rule.key) ?? []), rule])
  for (const list of versions.values()) list.sort((a, b) => b.version - a.version)

  const inForce = (key: string, on: Day, metOn?: Day): Rule | undefined => {
    const latest = versions
      .get(key)
      ?.find(
        (r) =>
          (!r.effectiveFrom || r.effectiveFrom <= on) &&
          (!r.adoptedOn || !metOn || r.adoptedOn <= metOn),
      )
    return latest?.effectiveTo && latest.effectiveTo < on ? undefined : latest
  }
  return {
    ...{ standsIn: {}, pauses: [], endings: [], exemptions: [], delays: [], caps: [] },
    ...content,
    keys: [...versions.keys()],
    inForce,
    closest: (key, on) => inForce(key, on) ?? versions.get(key)?.at(-1),
    sample: (key) => versions.get(key)?.at(-1),
    replaced: new Set(content.rules.flatMap((rule) => rule.replaces)),
  }
}
