import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { dataFile, type Mistake, MistakesError, readYaml, type YamlFile } from '../base/index.ts'
import {
  capShape,
  delayShape,
  endingShape,
  exemptionShape,
  pauseShape,
  rateShape,
  ruleShape,
} from './rule.ts'
import { type RuleBook, ruleBookOf } from './rule-book.ts'

const fileShape = z.strictObject({
  yellowWorkdays: z.int().min(1).max(60).optional(),
  standsIn: z.record(z.string(), z.string()).default({}),
  rules: z.array(ruleShape).default([]),
  rates: z.array(rateShape).default([]),
  pauses: z.array(pauseShape).default([]),
  endings: z.array(endingShape).default([]),
  exemptions: z.array(exemptionShape).default([]),
  delays: z.array(delayShape).default([]),
  caps: z.array(capShape).default([]),
})
type RuleFile = YamlFile<z.infer<typeof fileShape>>

/** Every rule with where it stands. */
const placed = (files: readonly RuleFile[]) =>
  files.flatMap((file) =>
    file.value.rules.map((rule, i) => ({
      rule,
      at: (field: string) => file.at(['rules', i, field]),
    })),
  )

/** What no rule can show alone: versions that do not follow each other, and names of rules that do not exist. */
function mistakesAcross(files: readonly RuleFile[]): Mistake[] {
  const mistakes: Mistake[] = []
  const all = placed(files)
  const keys = new Set(all.map(({ rule }) => rule.key))
  for (const { rule, at } of all) {
    const before = all.filter((o) => o.rule.key === rule.key && o.rule.version < rule.version)
    const twins = all.filter((o) => o.rule.key === rule.key && o.rule.version === rule.version)
    if (twins.length > 1) mistakes.push({ at: at('version'), message: `${rule.key} has it twice` })
    const from = rule.effectiveFrom
    if (before.some((o) => from === null || (o.rule.effectiveFrom ?? '') >= from))
      mistakes.push({
        at: at('effectiveFrom'),
        message: 'a later version needs a later day than the one before it',
      })
    if (
      before.some((o) => o.rule.startEvent !== rule.startEvent || o.rule.endEvent !== rule.endEvent)
    )
      mistakes.push({
        at: at('startEvent'),
        message:
          'other events than in the version before: that is another rule, give it another key',
      })
    const { agreedTerm, appliesWhen, replaces } = rule
    const named = [agreedTerm?.ceiling ?? [], appliesWhen.unlessRules ?? [], replaces].flat()
    for (const name of named)
      if (!keys.has(name)) mistakes.push({ at: at('key'), message: `there is no rule ${name}` })
  }
  for (const file of files)
    for (const list of ['pauses', 'exemptions', 'delays'] as const)
      for (const [i, one] of file.value[list].entries())
        for (const name of [...one.rules, ('atMost' in one && one.atMost) || []].flat())
          if (!keys.has(name))
            mistakes.push({ at: file.at([list, i, 'key']), message: `there is no rule ${name}` })
  for (const file of files)
    for (const [i, { running, always }] of file.value.endings.entries())
      for (const name of [...running, ...always])
        if (!keys.has(name))
          mistakes.push({ at: file.at(['endings', i, 'key']), message: `there is no rule ${name}` })
  const distances = files.filter((file) => file.value.yellowWorkdays !== undefined)
  if (distances.length !== 1)
    mistakes.push({
      at: files[0]?.at(['yellowWorkdays']) ?? 'rules:1:1',
      message: `yellowWorkdays is given ${distances.length} times, not once`,
    })
  return mistakes
}

/**
 * Reads every `*.yaml` of the folder into one book.
 * Throws MistakesError with file:line:column for every mistake of every file.
 */
export function loadRules(folder = dataFile('deadlines', 'rules')): RuleBook {
  const mistakes: Mistake[] = []
  const files: RuleFile[] = []
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml')) continue
    try {
      files.push(readYaml(join(folder, name), fileShape))
    } catch (error) {
      if (!(error instanceof MistakesError)) throw error
      mistakes.push(...error.mistakes)
    }
  }
  if (mistakes.length === 0) mistakes.push(...mistakesAcross(files))
  if (mistakes.length > 0) throw new MistakesError(mistakes)
  return ruleBookOf({
    rules: files.flatMap((file) => file.value.rules),
    standsIn: Object.assign({}, ...files.map((file) => file.value.standsIn)),
    rates: files.flatMap((file) => file.value.rates),
    pauses: files.flatMap((file) => file.value.pauses),
    endings: files.flatMap((file) => file.value.endings),
    exemptions: files.flatMap((file) => file.value.exemptions),
    delays: files.flatMap((file) => file.value.delays),
    caps: files.flatMap((file) => file.value.caps),
    yellowWorkdays: files.find((file) => file.value.yellowWorkdays)?.value.yellowWorkdays ?? 1,
  })
}
