import { type Day, fenOfYuan, officeDay } from '../base/index.ts'
import { capsBrokenBy, checkDay, clockFacts, openClocksIn } from '../deadlines/index.ts'
import { loadUnderstanding } from '../language/index.ts'
import {
  type EventKind,
  isEventKind,
  type LedgerFact,
  type LotHistory,
  liveEvents,
  needsEvidence,
  readLots,
  reviewReport,
  severityOf,
} from '../ledger/index.ts'
import { dayOption, lotOption, RefusedError, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const KINDS = {
  lot: 'string',
  amount: 'string',
  note: 'string',
  void: 'boolean',
  json: 'boolean',
} as const

/**
 * `cli event <项目编号> <事项> <日期>`: records one event that has no column and no conversation (质疑, 投诉,
 * 暂停通知, 投标截止 …), or takes one back; shows the clocks that run afterwards.
 */
export async function event(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, KINDS, [3, 3])
  const [code = '', name = '', on = ''] = positionals
  const labels = loadUnderstanding().labelOf
  const kind = kindNamed(name, labels)
  const day = dayOption(say('col-day'), on)
  const lot = lotOption(options.lot) ?? 1
  const amount = options.amount === undefined ? undefined : fenOfYuan(options.amount)
  const note = options.note?.trim()
  if (!options.void && needsEvidence(kind) && !note) {
    throw new RefusedError(say('event-needs-note', { event: labels.get(kind) ?? kind }))
  }
  const { ledger } = await world.writers()
  const at = (await world.clock()).now()
  const database = await world.database()
  const sources = await world.law()
  const done = await database.transaction(async (tx) => {
    const history = (await readLots(tx, { codes: [code] })).find((found) => found.lotNo === lot)
    if (!history) throw new RefusedError(say('no-such-project', { code }))
    if (options.void) {
      const fact = liveEvents(history).find((found) => found.kind === kind && found.day === day)
      if (!fact) throw new RefusedError(say('event-not-there', { event: name, day }))
      const order = { eventIds: [fact.id], actor: 'cli', reason: note ?? '' }
      const { histories } = await ledger.voidEvents(tx, order, at)
      return { kind: 'voided' as const, fact, history: histories[0] ?? history }
    }
    refuseUnlawful(history, { kind, day, ...(amount !== undefined && { amount }) }, officeDay(at))
    const entry = {
      ...{
        lotId: history.lotId,
        kind,
        day,
        actor: 'cli',
        source: 'IMPORT' as const,
        saidIn: 'cli',
      },
      ...(amount !== undefined && { amount }),
      ...(note && { reason: note }),
    }
    const [outcome] = await ledger.recordMany(tx, [entry], at)
    if (!outcome) throw new RefusedError(say('no-such-project', { code }))
    return { kind: outcome.kind, fact: outcome.event, history: outcome.history }
  })
  const shown = {
    event: kind,
    day,
    outcome: done.kind,
    warnings: warningsOf(done.history, done.fact, sources),
    deadlines: openClocksIn(done.history, sources).map((clock) => ({
      rule: clock.rule.key,
      start: clock.start,
      rawDue: clock.rawDue,
      due: clock.due,
      basis: clock.rule.basis,
      pauses: clock.pauses.map(({ title, basis, from, to }) => ({ title, basis, from, to })),
    })),
  }
  terminal.print(options.json ? JSON.stringify(shown) : inWords(shown, labels.get(kind) ?? kind))
  return 0
}

/** A kind by its key or by its name. */
function kindNamed(name: string, labels: ReadonlyMap<string, string>): EventKind {
  const key = [...labels].find(([, label]) => label === name)?.[0] ?? name
  if (!isEventKind(key)) throw new RefusedError(say('no-such-event', { event: name }))
  return key
}

function refuseUnlawful(
  history: LotHistory,
  report: Parameters<typeof reviewReport>[1],
  today: Day,
): void {
  const problem = reviewReport(history, report, today).find(
    (found) => severityOf(found) === 'refuse' && found.kind !== 'already-recorded',
  )
  if (problem) throw new RefusedError(say('event-refused', { reason: problem.kind }))
}

function warningsOf(
  history: LotHistory,
  fact: LedgerFact,
  sources: Parameters<typeof checkDay>[2],
): string[] {
  const { events, facts } = clockFacts(history)
  const added = events.find((one) => one.id === fact.id)
  if (!added) return []
  const days = checkDay({ events, facts }, added, sources).map(({ rule, earliest }) =>
    say('event-warning', { title: rule.title, earliest, basis: rule.basis }),
  )
  const lot = { ...facts, budget: history.budget }
  const caps = capsBrokenBy(sources.book, fact, lot).map(({ title, share, bond, basis }) => {
    if (share === 0) return say('event-bond-none', { title, basis })
    const over = bond === 'BID' ? 'event-bid-bond' : 'event-bond'
    return say(over, { title, percent: share / 100, basis })
  })
  return [...days, ...caps]
}

interface Shown {
  readonly day: Day
  readonly outcome: 'recorded' | 'already' | 'similar' | 'voided'
  readonly warnings: readonly string[]
  readonly deadlines: readonly {
    readonly rule: string
    readonly due: Day | null
    readonly rawDue: Day | null
    readonly pauses: readonly {
      readonly title: string
      readonly from: Day
      readonly to: Day | null
    }[]
  }[]
}

function inWords({ day, outcome, warnings, deadlines }: Shown, event: string): string {
  return [
    say(`event-${outcome}`, { event, day }),
    ...warnings,
    ...deadlines.map(({ rule, due, rawDue, pauses }) => {
      const last = pauses.at(-1)
      if (last?.to === null) return say('event-paused', { rule, title: last.title, day: last.from })
      return say('event-clock', { rule, due: due ?? rawDue ?? '-' })
    }),
  ].join('\n')
}
