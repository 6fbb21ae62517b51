import { z } from 'zod'
import type { Queryable } from '../db/index.ts'
import { ruleShape } from './rule.ts'
import { type RuleBook, ruleBookOf } from './rule-book.ts'

/** What one import has added: whole versions of rules, and the yellow distance where it was set. */
export const importBody = z.object({
  rules: z.array(ruleShape),
  yellowWorkdays: z.int().min(1).max(60).optional(),
})

/** See importBody. */
export type ImportBody = z.infer<typeof importBody>

/** Every import, earliest first. */
export async function importedRules(db: Queryable): Promise<ImportBody[]> {
  const rows = await db.ruleImport.findMany({ orderBy: { id: 'asc' }, select: { body: true } })
  return rows.map((row) => importBody.parse(row.body))
}

/** The shipped book with the bureau's own versions and settings on top. */
export function bookWith(shipped: RuleBook, imports: readonly ImportBody[]): RuleBook {
  if (imports.length === 0) return shipped
  return ruleBookOf({
    ...shipped,
    rules: [...shipped.rules, ...imports.flatMap((one) => one.rules)],
    yellowWorkdays:
      imports.findLast((one) => one.yellowWorkdays !== undefined)?.yellowWorkdays ??
      shipped.yellowWorkdays,
  })
}
