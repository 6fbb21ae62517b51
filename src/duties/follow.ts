import { z } from 'zod'
import { type Day, officeDay, yearOf } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { type DutyBook, type DutyRule, dutiesInForce } from './duty-rule.ts'
import { dueOf, reportTerm, type Term, visitTerm } from './term.ts'
import { followVisits } from './visit-cadence.ts'

/** What following the duties needs. */
export interface DutyMeans {
  readonly book: DutyBook
  readonly calendar: Calendar
  readonly at: Date
}

/** How far the duties have been followed: kept as the setting `duties`. */
const stateShape = z.object({
  /** The last look, as an instant. */
  at: z.coerce.date(),
  /** The last unit that was there then. */
  unit: z.number(),
  /** Terms that were listed for every unit, `P832_FILL|2027`. */
  listed: z.array(z.string()),
})
type State = z.infer<typeof stateShape>

/** Terms that are remembered as listed: older ones have long ended. */
const KEPT_TERMS = 40

/**
 * Lists the duties whose day has come, for every unit and once; lists visits that are owed and lets those of closed
 * contracts lapse; and gives a day to what had none for want of a calendar. How many rows it touched. Doing it twice
 * does nothing more. A term that had ended before anybody looked for the first time is not raised: what was done
 * about it then nobody can know.
 */
export function followDuties(database: Database, means: DutyMeans): Promise<number> {
  return database.transaction(async (tx) => {
    const today = officeDay(means.at)
    const before = await stateIn(tx)
    const seen = before?.at ?? means.at
    const [last] = z
      .array(z.object({ unit: z.number() }))
      .parse(
        await tx.$queryRaw<unknown[]>`SELECT COALESCE(max("id"), 0)::int AS "unit" FROM "Unit"`,
      )
    const state: State = before ?? { at: seen, unit: 0, listed: [] }
    const listed = [...state.listed]
    let touched = 0
    for (const { rule, term } of reportsListed(means.book, officeDay(seen), today)) {
      const name = `${rule.key}|${term.period}`
      const isNew = !listed.includes(name)
      if (!isNew && last?.unit === state.unit) continue
      touched += await list(tx, rule, term, isNew ? 0 : state.unit, means)
      if (isNew) listed.push(name)
    }
    for (const rule of dutiesInForce(means.book.visits, today)) {
      const term = visitTerm(rule, today)
      const name = `${rule.key}|${term.period}`
      const isFirst = today >= term.opensOn && !listed.includes(name)
      touched += await followVisits(tx, { rule, term, seen, isFirst }, means)
      if (isFirst) listed.push(name)
    }
    touched += await giveDays(tx, means.calendar)
    await keep(tx, { at: means.at, unit: last?.unit ?? 0, listed: listed.slice(-KEPT_TERMS) })
    return touched
  })
}

/** Yearly reports whose day of listing has come, and whose last day had not passed at the last look. */
function reportsListed(book: DutyBook, seen: Day, today: Day) {
  const years = Array.from({ length: yearOf(today) - yearOf(seen) + 1 }, (_, i) => yearOf(seen) + i)
  return years.flatMap((year) =>
    dutiesInForce(book.reports, today).flatMap((rule) => {
      const term = reportTerm(rule, year)
      return term.opensOn <= today && term.rawDue >= seen ? [{ rule, term }] : []
    }),
  )
}

function list(tx: Tx, rule: DutyRule, term: Term, afterUnit: number, means: DutyMeans) {
  const due = dueOf(term.rawDue, 'report', means.calendar)
  return tx.$executeRaw`
    INSERT INTO "Duty" ("rule", "version", "body", "unitId", "period", "fromDay", "rawDue", "due", "attentionOn", "onceKey", "openedAt")
    SELECT ${rule.key}, ${rule.version}::int, ${JSON.stringify(rule)}::jsonb, u."id", ${term.period}, ${term.fromDay},
      ${term.rawDue}, ${due}, ${term.attentionOn}, ${rule.key} || '|' || ${term.period} || '|' || u."id", ${means.at}::timestamptz
    FROM "Unit" u WHERE u."id" > ${afterUnit}::int
    ON CONFLICT ("onceKey") DO NOTHING`
}

/** A calendar has come: the days of what is open are worked out. */
async function giveDays(tx: Tx, calendar: Calendar): Promise<number> {
  const rows = z.array(z.object({ id: z.number(), rawDue: z.string(), visit: z.boolean() })).parse(
    await tx.$queryRaw<unknown[]>`
        SELECT "id", "rawDue", "partyId" IS NOT NULL AS "visit" FROM "Duty" WHERE "closedAt" IS NULL AND "due" IS NULL`,
  )
  const days = rows.flatMap(({ id, rawDue, visit }) => {
    // is_day() guards the column
    const due = dueOf(rawDue as Day, visit ? 'visit' : 'report', calendar)
    return due === null ? [] : [{ id, due }]
  })
  if (days.length === 0) return 0
  return tx.$executeRaw`
    UPDATE "Duty" d SET "due" = n."due" FROM jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS n("id" int, "due" text)
    WHERE d."id" = n."id"`
}

async function stateIn(tx: Tx): Promise<State | undefined> {
  // The row is locked, so that two nodes that look at once do it one after the other.
  const [row] = await tx.$queryRaw<{ value: unknown }[]>`
    SELECT "value" FROM "Setting" WHERE "key" = 'duties' FOR UPDATE`
  return row ? stateShape.parse(row.value) : undefined
}

async function keep(tx: Tx, state: State): Promise<void> {
  const value = JSON.stringify(state)
  await tx.$executeRaw`
    INSERT INTO "Setting" ("key", "value") VALUES ('duties', ${value}::jsonb)
    ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`
}
