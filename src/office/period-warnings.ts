import { checkDay, type LotFacts } from '../deadlines/index.ts'
import type { EventChange } from './changes.ts'
import type { KnownLot } from './known.ts'
import type { ProjectPlanning } from './project-planning.ts'
import type { Place } from './report.ts'
import { lotKey } from './rows-by-lot.ts'
import { isDatedKind, type RowOf } from './sheets.ts'

/** Days of the file that end a period too early, or not on its day: recorded all the same, and told with the article. */
export function remarkOnPeriods(
  planning: ProjectPlanning,
  lots: ReadonlyMap<string, KnownLot>,
): void {
  const { changes, read, remarks, book, calendar } = planning
  const rows = new Map(read.rows.projects.map((row) => [lotKey(row), row]))
  const told = new Map<string, EventChange[]>()
  for (const event of changes.events) {
    const key = `${event.code}|${event.no}`
    told.set(key, [...(told.get(key) ?? []), event])
  }
  for (const [key, added] of told) {
    const [row, lot] = [rows.get(key), lots.get(key)]
    const facts = factsOf(row, lot)
    if (!facts) continue
    const kept = (lot?.events ?? []).filter(({ id }) => !changes.voids.includes(id))
    // None on record has a number below zero.
    const fresh = added.map((event, n) => ({
      ...event,
      id: BigInt(-1 - n),
      amount: event.amount ?? null,
    }))
    // A period is judged once, by its end.
    for (const event of fresh)
      for (const { rule, earliest, reported } of checkDay(
        { events: [...kept, ...fresh], facts },
        event,
        { book, calendar },
      ))
        if (rule.endEvent === event.kind && reported === event.day)
          remarks.warn(placeOf(event, row, planning), 'day-against-period', {
            ...{ title: rule.title, earliest, basis: rule.basis },
          })
  }
}

/** What the conditions of periods ask; undefined where nobody has said what kind of lot it is. */
function factsOf(
  row: RowOf<'projects'> | undefined,
  lot: KnownLot | undefined,
): LotFacts | undefined {
  const category = row?.category ?? lot?.category
  if (category === undefined) return undefined
  const lawDomain = row?.lawDomain ?? lot?.lawDomain
  const agencyId = lot?.agencyId ?? null
  const budget = row?.budget ?? lot?.budget
  return {
    category,
    method: row?.method ?? lot?.method ?? null,
    hasAgency: row?.agency !== undefined || agencyId !== null,
    ...(budget !== undefined && { budget }),
    supplierIsSme: false,
    ...{ paymentDays: null, contractAmount: null },
    ...(lawDomain && { lawDomain }),
    urgent: row?.urgent ?? lot?.urgent ?? false,
  }
}

function placeOf(
  { kind, day, code, no }: Pick<EventChange, 'kind' | 'day' | 'code' | 'no'>,
  row: RowOf<'projects'> | undefined,
  { read }: ProjectPlanning,
): Place {
  if (row && isDatedKind(kind) && row[kind] === day)
    return { key: 'projects', row: row.row, column: kind, value: day }
  const matter = read.rows.matters.find(
    (one) => one.code === code && (one.lot ?? 1) === no && one.event === kind && one.day === day,
  )
  return { key: 'matters', ...(matter && { row: matter.row }), column: 'day', value: day }
}
