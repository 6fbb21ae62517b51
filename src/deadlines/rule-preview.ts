import { z } from 'zod'
import type { Day } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import { ALL_KINDS, readLots } from '../ledger/index.ts'
import { type Clock, computeClocks } from './clocks.ts'
import { clockFacts } from './lot-facts.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** A clock that would read otherwise; absent where it would not be there. */
export interface ClockChange {
  readonly project: string
  readonly lot: number
  readonly rule: string
  readonly start: Day
  readonly before?: { readonly due: Day | null; readonly version: number }
  readonly after?: { readonly due: Day | null; readonly version: number }
}

const Ids = z.array(z.object({ lotId: z.number() }))
/** Lots read at once. */
const BATCH = 500
const reportable = new Set<string>(ALL_KINDS)
const nameOf = ({ rule, startEventId }: Clock) => `${rule.key} ${startEventId}`

/**
 * What another book would change of the clocks: only those whose start lies in the validity of a new version
 * can differ, so only lots with an event from the first such day on are looked at.
 */
export async function previewBook(
  tx: Tx,
  books: { readonly now: RuleBook; readonly then: RuleBook; readonly made: readonly Rule[] },
  calendar: Calendar,
): Promise<ClockChange[]> {
  const from = books.made.map((rule) => rule.effectiveFrom ?? '').sort()[0]
  if (from === undefined) return []
  const lots = Ids.parse(
    await tx.$queryRaw<unknown[]>`
      SELECT DISTINCT v."lotId" FROM "LiveEvent" v JOIN "LedgerEvent" e ON e."id" = v."eventId"
      WHERE e."day" >= ${from} ORDER BY v."lotId"`,
  ).map((row) => row.lotId)
  const changes: ClockChange[] = []
  for (let i = 0; i < lots.length; i += BATCH) {
    for (const history of await readLots(tx, { lotIds: lots.slice(i, i + BATCH) })) {
      const facts = clockFacts(history)
      const clocks = (book: RuleBook) =>
        new Map(
          computeClocks(facts, { book, calendar, reportable }).map((one) => [nameOf(one), one]),
        )
      const before = clocks(books.now)
      const after = clocks(books.then)
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        const [was, will] = [before.get(name), after.get(name)]
        const known = was ?? will
        if (!known || (was?.due === will?.due && was?.rule.version === will?.rule.version)) continue
        changes.push({
          ...{ project: history.code, lot: history.lotNo, rule: known.rule.key },
          start: known.start,
          ...(was && { before: { due: was.due, version: was.rule.version } }),
          ...(will && { after: { due: will.due, version: will.rule.version } }),
        })
      }
    }
  }
  return changes
}
