import { z } from 'zod'
import { type Day, isDay, type Mistake, parseYaml } from '../base/index.ts'
import { type Rule, ruleShape } from './rule.ts'
import type { RuleBook } from './rule-book.ts'
import type { ImportBody } from './rule-imports.ts'

const dayText = z.string().refine(isDay, 'not a day (YYYY-MM-DD)')
const key = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'not a key (capitals, digits, _)')
const text = z.string().trim().min(1)

/** What the bureau writes: its document, rules switched, targets stricter than the law, and rules of its own. */
const orderShape = z.strictObject({
  /** The document it all rests on, shown as the basis where an entry names none. */
  basis: text,
  yellowWorkdays: z.int().min(1).max(60).optional(),
  switches: z
    .array(
      z.strictObject({
        rule: key,
        ship: z.enum(['on', 'marked', 'off']),
        from: dayText,
        /** The bureau has read the article, which a rule from memory needs before it is switched on. */
        read: z.boolean().default(false),
        source: z.string().default(''),
      }),
    )
    .default([]),
  targets: z
    .array(
      z.strictObject({
        rule: key,
        days: z.int().min(1),
        from: dayText,
        to: dayText.nullable().default(null),
        basis: text.optional(),
      }),
    )
    .default([]),
  rules: z.array(z.looseObject({ key, effectiveFrom: dayText })).default([]),
})

/** Beside the mistakes, what the order comes to: whole versions of rules. */
export interface ReadOrder {
  readonly body: ImportBody
  readonly mistakes: readonly Mistake[]
}

/** The key of the bureau's own target beside a rule. */
const targetKey = (rule: string): string => `TARGET_${rule}`

/**
 * Reads an order and works it out to whole rule versions on top of the book. Nothing that is shipped is edited:
 * a switch is a new version from its day on, a target a rule of its own. Throws MistakesError for what is no
 * order at all; what cannot be done is in `mistakes`, all at once.
 */
export function readOrder(content: string, file: string, book: RuleBook, today: Day): ReadOrder {
  const order = parseYaml(content, file, orderShape)
  const { basis, switches, targets, rules, yellowWorkdays } = order.value
  const mistakes: Mistake[] = []
  const made: Rule[] = []
  const wrong = (path: readonly PropertyKey[], message: string) =>
    mistakes.push({ at: order.at(path), message })
  const versions = (of: string) => [...book.rules, ...made].filter((rule) => rule.key === of)
  const add = (path: readonly PropertyKey[], given: Record<string, unknown>) => {
    const before = versions(String(given.key))
    const version = Math.max(0, ...before.map((rule) => rule.version)) + 1
    const read = ruleShape.safeParse({ ...given, version, adoptedOn: today })
    if (!read.success) {
      for (const issue of read.error.issues)
        wrong(path, `${issue.path.join('.')}: ${issue.message}`)
      return
    }
    const rule = read.data
    if (before.some((other) => (other.effectiveFrom ?? '') >= (rule.effectiveFrom ?? '')))
      wrong(path, `${rule.key}: a later version needs a later day than the one before it`)
    if (
      before.some(
        (other) => other.startEvent !== rule.startEvent || other.endEvent !== rule.endEvent,
      )
    )
      wrong(path, `${rule.key}: other events than before, so it needs another key`)
    made.push(rule)
  }

  for (const [i, { rule, ship, from, read, source }] of switches.entries()) {
    const base = book.closest(rule, from)
    if (!base) {
      wrong(['switches', i, 'rule'], `there is no rule ${rule}`)
      continue
    }
    const confidence = read ? { confidence: 'CONFIRMED', source: source || basis } : {}
    add(['switches', i], { ...base, ...confidence, ship, effectiveFrom: from, effectiveTo: null })
  }
  for (const [i, target] of targets.entries()) {
    const base = book.closest(target.rule, target.from)
    if (!base) wrong(['targets', i, 'rule'], `there is no rule ${target.rule}`)
    else if (base.direction !== 'max' || base.amount === null || target.days >= base.amount)
      wrong(
        ['targets', i, 'days'],
        `not stricter than ${base.key} (${base.direction} ${base.amount})`,
      )
    else {
      add(['targets', i], {
        ...base,
        ...{ key: targetKey(base.key), amount: target.days, basis: target.basis ?? basis },
        ...{ confidence: 'TARGET', ship: 'on', level: 'bureau', source: basis },
        ...{ effectiveFrom: target.from, effectiveTo: target.to, agreedTerm: undefined },
      })
    }
  }
  for (const [i, rule] of rules.entries()) {
    const base = book.closest(rule.key, rule.effectiveFrom)
    add(['rules', i], { effectiveTo: null, note: '', source: basis, basis, ...base, ...rule })
  }
  return {
    body: { rules: made, ...(yellowWorkdays !== undefined && { yellowWorkdays }) },
    mistakes,
  }
}
