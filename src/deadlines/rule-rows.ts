import { createHash } from 'node:crypto'
import { z } from 'zod'
import { OfficeError } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Rule, ruleShape } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** Where each version of a rule lies in the database. */
export interface RuleRows {
  /** Versions that were not there before. */
  readonly added: number
  /** The row of a rule of the book. */
  idOf(rule: Rule): number
}

const Row = z.object({ id: z.number(), key: z.string(), version: z.number(), body: z.unknown() })

/** JSON with its keys in order, so that equal rules make equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

const nameOf = (rule: Pick<Rule, 'key' | 'version'>): string => `${rule.key}@${rule.version}`

/**
 * Loads every version of the book that the database does not have yet; each goes in once.
 * Throws `deadlines.rule-edited` where a version that is already there reads otherwise now:
 * a past verdict must keep the words and days it was given under, so a change needs a new version.
 */
export async function storeRules(tx: Tx, book: RuleBook, at: Date): Promise<RuleRows> {
  const wanted = JSON.stringify(
    book.rules.map((rule) => ({
      ...rule,
      body: rule,
      digest: createHash('sha256').update(canonical(rule)).digest('hex'),
    })),
  )
  const added = await tx.$executeRaw`
    INSERT INTO "DeadlineRule" ("key", "version", "body", "digest", "effectiveFrom", "effectiveTo", "loadedAt")
    SELECT "key", "version", "body", "digest", "effectiveFrom", "effectiveTo", ${at}::timestamptz
    FROM jsonb_to_recordset(${wanted}::jsonb) AS x("key" text, "version" int, "body" jsonb, "digest" text,
      "effectiveFrom" text, "effectiveTo" text)
    ON CONFLICT ("key", "version") DO NOTHING`
  const rows = z
    .array(Row)
    .parse(await tx.$queryRaw<unknown[]>`SELECT "id", "key", "version", "body" FROM "DeadlineRule"`)
  const stored = new Map(rows.map((row) => [nameOf(row), row]))
  const edited = book.rules.filter((rule) => {
    const row = stored.get(nameOf(rule))
    // Read through today's shape: a field that came later with a default is no edit.
    const body = ruleShape.safeParse(row?.body)
    return !body.success || canonical(body.data) !== canonical(rule)
  })
  if (edited.length > 0) {
    throw new OfficeError('deadlines.rule-edited', { rules: edited.map(nameOf).join(', ') })
  }
  return {
    added,
    idOf(rule) {
      const id = stored.get(nameOf(rule))?.id
      if (id === undefined) throw new OfficeError('deadlines.rule-unknown', { rule: nameOf(rule) })
      return id
    },
  }
}
