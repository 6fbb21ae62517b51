import { z } from 'zod'
import { type Day, dataFile, isDay, type Mistake, MistakesError, readYaml } from '../base/index.ts'

const dayText = z.string().refine(isDay, 'not a day (YYYY-MM-DD)')
const text = z.string().trim().min(1)
/** A day of a year, not 29 February. */
const monthDay = z
  .string()
  .refine((of) => /^\d\d-\d\d$/.test(of) && isDay(`2026-${of}`), 'not a day of a year (MM-DD)')
const days = z.int().min(1).max(180)

const cited = {
  key: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'not a key (capitals, digits, _)'),
  version: z.int().min(1),
  title: text.max(20),
  /** Calendar days before the end of the term from which a reminder may be due. */
  remindDays: days,
  responsible: text,
  /** The article, as it is shown. */
  basis: text,
  confidence: z.enum(['CONFIRMED', 'SECONDARY', 'TARGET']),
  ship: z.enum(['on', 'marked', 'off']),
  level: z.enum(['national', 'bureau']),
  effectiveFrom: dayText.nullable(),
  effectiveTo: dayText.nullable(),
  note: z.string(),
  source: z.string(),
}

export const reportDutyShape = z.strictObject({
  ...cited,
  opens: monthDay,
  due: monthDay,
  /** The last day in a year for which a notice of its own set another. */
  dueIn: z.record(z.string().regex(/^\d{4}$/), monthDay).default({}),
  /** The least share in percent that the report ought to state. */
  share: z.number().min(0).max(100).optional(),
  /** What people call it. */
  called: z.array(text).min(1),
})

export const visitDutyShape = z.strictObject({
  ...cited,
  every: z.enum(['quarter', 'half', 'year']),
  opensBefore: days,
  whom: z.array(z.enum(['supplier', 'agency'])).min(1),
  metBy: z.array(z.enum(['unit', 'section'])).min(1),
})

/** Something that every unit reports once a year. */
export type ReportDuty = z.infer<typeof reportDutyShape>
/** How often the parties of a running contract are visited. */
export type VisitDuty = z.infer<typeof visitDutyShape>
/** What the message about a duty rests on, whatever its sort. */
export type DutyRule = ReportDuty | VisitDuty

/** The standing duties in all versions, as `duties.yaml` has them. */
export interface DutyBook {
  readonly reports: readonly ReportDuty[]
  readonly visits: readonly VisitDuty[]
}

const fileShape = z.strictObject({
  reports: z.array(reportDutyShape),
  visits: z.array(visitDutyShape),
})

/** Reads the duties; throws MistakesError with file:line:column. */
export function loadDuties(path = dataFile('duties', 'duties.yaml')): DutyBook {
  const { value, at } = readYaml(path, fileShape)
  const mistakes: Mistake[] = []
  for (const list of ['reports', 'visits'] as const)
    for (const [i, rule] of value[list].entries()) {
      const others = value[list].filter((one) => one !== rule && one.key === rule.key)
      if (others.some((one) => one.version === rule.version))
        mistakes.push({ at: at([list, i, 'version']), message: `${rule.key} has it twice` })
      const from = rule.effectiveFrom ?? ''
      if (others.some((one) => one.version < rule.version && (one.effectiveFrom ?? '') >= from))
        mistakes.push({
          at: at([list, i, 'effectiveFrom']),
          message: 'a later version needs a later day than the one before it',
        })
      if (rule.ship !== 'off' && rule.confidence === 'TARGET' && rule.level !== 'bureau')
        mistakes.push({ at: at([list, i, 'level']), message: "a target is the bureau's own" })
    }
  for (const [i, rule] of value.reports.entries())
    for (const due of [rule.due, ...Object.values(rule.dueIn)])
      if (due <= rule.opens)
        mistakes.push({ at: at(['reports', i, 'due']), message: 'not after the day it opens' })
  if (mistakes.length > 0) throw new MistakesError(mistakes)
  return value
}

/** The version of each rule that is in force on a day and switched on. */
export function dutiesInForce<R extends DutyRule>(rules: readonly R[], on: Day): R[] {
  const keys = [...new Set(rules.map((rule) => rule.key))]
  return keys.flatMap((key) => {
    const latest = rules
      .filter((rule) => rule.key === key && (rule.effectiveFrom ?? '') <= on)
      .sort((a, b) => b.version - a.version)[0]
    const ended = latest?.effectiveTo && latest.effectiveTo < on
    return latest && !ended && latest.ship !== 'off' ? [latest] : []
  })
}
