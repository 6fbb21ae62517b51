import { day } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import {
  computeClocks,
  type LotEvent,
  type LotFacts,
  loadRules,
} from '../../src/deadlines/index.ts'
import { ALL_KINDS } from '../../src/ledger/index.ts'

/** The real rules. */
export const book = loadRules()
/** The real calendar. */
export const calendar = calendarOf(loadYears())
/** What clocks are computed with. */
export const works = { book, calendar, reportable: new Set<string>(ALL_KINDS) }

/** A lot about which nothing special is known. */
export const plain: LotFacts = {
  category: 'GOODS',
  method: '公开招标',
  hasAgency: true,
  supplierIsSme: false,
  paymentDays: null,
  contractAmount: null,
}

/** `KIND 2026-03-02 [yuan]`, one event each, recorded in that order. */
export const events = (...lines: string[]): LotEvent[] =>
  lines.map((line, i) => {
    const [kind = '', at = '', yuan] = line.split(' ')
    return { id: BigInt(i + 1), kind, day: day(at), amount: yuan ? BigInt(yuan) * 100n : null }
  })

/** `KEY start>rawDue[/due if moved] OPEN|metOn[@event]` of every clock. */
export const clocks = (facts: Partial<LotFacts>, ...lines: string[]): string[] =>
  computeClocks({ events: events(...lines), facts: { ...plain, ...facts } }, works).map((c) => {
    const due = c.due === c.rawDue ? '' : `/${c.due}`
    const met = c.state === 'MET' ? `${c.metOn}@${c.metEventId}` : 'OPEN'
    return `${c.rule.key} ${c.start}>${c.rawDue}${due} ${met}`
  })
/** The payment clocks only, sorted. */
export const pay = (facts: Partial<LotFacts>, ...lines: string[]): string[] =>
  clocks(facts, ...lines)
    .filter((clock) => clock.startsWith('PAY'))
    .sort()
