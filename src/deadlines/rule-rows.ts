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

type StoredRule = z.infer<typeof Row>

async function storedRules(tx: Tx): Promise<Map<string, StoredRule>> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT "id", "key", "version", "body" FROM "DeadlineRule"`
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [nameOf(row), row]),
  )
}

/** Read through today's shape: a field that came later with a default is no edit. */
function sameAs(rule: Rule, row: StoredRule | undefined): boolean {
  const body = ruleShape.safeParse(row?.body)
  return body.success && canonical(body.data) === canonical(rule)
}

/** Corrects versions that no clock has been given under; throws `deadlines.rule-edited` for the others. */
async function correctUnused(
  tx: Tx,
  edited: readonly Rule[],
  rows: ReadonlyMap<string, StoredRule>,
): Promise<void> {
  if (edited.length === 0) return
  const ids = edited.flatMap((rule) => rows.get(nameOf(rule))?.id ?? [])
  const used = z
    .array(z.object({ ruleId: z.number() }))
    .parse(
      await tx.$queryRaw<unknown[]>`
        SELECT r."id" AS "ruleId" FROM "DeadlineRule" r
        WHERE r."id" = ANY(${ids}::int[]) AND EXISTS (SELECT 1 FROM "Deadline" d WHERE d."ruleId" = r."id")`,
    )
    .map((row) => row.ruleId)
  const refused = edited.filter((rule) => used.includes(rows.get(nameOf(rule))?.id ?? -1))
  if (refused.length > 0) {
    throw new OfficeError('deadlines.rule-edited', { rules: refused.map(nameOf).join(', ') })
  }
  await tx.$executeRaw`
    UPDATE "DeadlineRule" r SET "body" = x."body", "digest" = x."digest",
      "effectiveFrom" = x."effectiveFrom", "effectiveTo" = x."effectiveTo"
    FROM jsonb_to_recordset(${JSON.stringify(edited.map(asRow))}::jsonb)
      AS x("key" text, "version" int, "body" jsonb, "digest" text, "effectiveFrom" text, "effectiveTo" text)
    WHERE r."key" = x."key" AND r."version" = x."version"`
}

const asRow = (rule: Rule) => ({
  ...rule,
  body: rule,
  digest: createHash('sha256').update(canonical(rule)).digest('hex'),
})

/**
 * Loads every version of the book that the database does not have yet; each goes in once.
 * Throws `deadlines.rule-edited` where a version that has been used reads otherwise now:
 * a past verdict must keep the words and days it was given under, so a change needs a new version.
 */
export async function storeRules(tx: Tx, book: RuleBook, at: Date): Promise<RuleRows> {
  const wanted = JSON.stringify(book.rules.map(asRow))
  const added = await tx.$executeRaw`
    INSERT INTO "DeadlineRule" ("key", "version", "body", "digest", "effectiveFrom", "effectiveTo", "loadedAt")
    SELECT "key", "version", "body", "digest", "effectiveFrom", "effectiveTo", ${at}::timestamptz
    FROM jsonb_to_recordset(${wanted}::jsonb) AS x("key" text, "version" int, "body" jsonb, "digest" text,
      "effectiveFrom" text, "effectiveTo" text)
    ON CONFLICT ("key", "version") DO NOTHING`
  const rows = await storedRules(tx)
  const edited = book.rules.filter((rule) => !sameAs(rule, rows.get(nameOf(rule))))
  await correctUnused(tx, edited, rows)
  return {
    added,
    idOf(rule) {
      const id = rows.get(nameOf(rule))?.id
      if (id === undefined) throw new OfficeError('deadlines.rule-unknown', { rule: nameOf(rule) })
      return id
    },
  }
}
