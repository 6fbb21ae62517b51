import { z } from 'zod'
import { type Calendar, type CalendarYear, calendarOf, yearShape } from '../calendar/index.ts'
import type { Queryable } from '../db/index.ts'
import type { RuleBook } from './rule-book.ts'
import { bookWith, type ImportBody, importedRules } from './rule-imports.ts'

/** The rules and the calendar as they hold now: what came with the program, and what the operator imported since. */
export interface Law {
  readonly book: RuleBook
  readonly calendar: Calendar
  /** Takes over what was imported since; whether there was anything. Cheap: one query where there was nothing. */
  refresh(db: Queryable): Promise<boolean>
}

const Stamp = z.object({ years: z.number().nullable(), rules: z.number().nullable() })

/** What came with the program; `refresh` adds what lies in the database. */
export function openLaw(shipped: {
  readonly book: RuleBook
  readonly years: readonly CalendarYear[]
}): Law {
  const calendar = calendarOf(shipped.years)
  let book = shipped.book
  let seen = '{"years":null,"rules":null}'
  return {
    get book() {
      return book
    },
    calendar,
    async refresh(db) {
      const [row] = await db.$queryRaw<unknown[]>`
        SELECT (SELECT max("id") FROM "CalendarYear") AS "years", (SELECT max("id") FROM "RuleImport") AS "rules"`
      const stamp = JSON.stringify(Stamp.parse(row))
      if (stamp === seen) return false
      calendar.learn(await importedYears(db))
      book = bookWith(shipped.book, await importedRules(db))
      seen = stamp
      return true
    },
  }
}

/** The imported years; of several imports of one year the last. */
async function importedYears(db: Queryable): Promise<CalendarYear[]> {
  const rows = await db.calendarYear.findMany({ orderBy: { id: 'asc' } })
  return rows.map((row) => yearShape.parse(row.body))
}

/** Stores a year for every node, with an audit row. */
export async function storeYear(
  db: Queryable,
  year: CalendarYear,
  { actor, at }: { readonly actor: string; readonly at: Date },
): Promise<void> {
  await db.calendarYear.create({
    data: {
      year: year.year,
      body: { ...year, offDays: [...year.offDays], makeupWorkdays: [...year.makeupWorkdays] },
      actor,
      importedAt: at,
    },
  })
  await db.audit.create({
    data: {
      ...{ at, actor, act: 'import-calendar', thing: `calendar:${year.year}` },
      detail: { offDays: year.offDays.length, makeupWorkdays: year.makeupWorkdays.length },
    },
  })
}

/** Stores an order of the bureau for every node, with an audit row. */
export async function storeOrder(
  db: Queryable,
  { text, body }: { readonly text: string; readonly body: ImportBody },
  { actor, at }: { readonly actor: string; readonly at: Date },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "RuleImport" ("text", "body", "actor", "importedAt")
    VALUES (${text}, ${JSON.stringify(body)}::jsonb, ${actor}, ${at}::timestamptz)`
  const rules = body.rules.map((rule) => `${rule.key}@${rule.version}`)
  await db.audit.create({
    data: { at, actor, act: 'import-rules', thing: 'rules', detail: { rules } },
  })
}
