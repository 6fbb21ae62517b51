import { type DueExplanation, lotClocks, openExplainer } from '../deadlines/index.ts'
import { readLots } from '../ledger/index.ts'
import { lotOption, RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const KINDS = { json: 'boolean', project: 'string', lot: 'string' } as const

/**
 * `cli due <RULE> <start-day>`, or `-` for pairs on stdin. Without a database: the rules that came with the program.
 * With `--project` the clocks of that rule as they run for a lot: its own days and the times in which they stood still.
 */
export async function due(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, KINDS, [1, 2])
  const { book, calendar } = await world.lawAtHand()
  const explain = openExplainer(book, calendar)
  const [rule = '', start] = positionals
  if (options.project !== undefined) {
    const wish = { rule, start, code: options.project, lot: lotOption(options.lot) ?? 1 }
    return dueOfLot(wish, options.json === true, terminal, world)
  }
  if (rule === '-') {
    if (start !== undefined) throw new UsageError(say('extra-argument', { argument: start }))
    for await (const line of terminal.lines()) {
      if (line.trim() === '') continue
      const [key = '', day = ''] = line.trim().split(/\s+/)
      terminal.print(JSON.stringify(explain(key, day)))
    }
    return 0
  }
  if (start === undefined) throw new UsageError(say('missing-argument'))
  const explained = explain(rule, start)
  terminal.print(options.json ? JSON.stringify(explained) : inWords(explained))
  return 'error' in explained ? 1 : 0
}

function inWords(explained: DueExplanation): string {
  if ('error' in explained) return explained.error
  const { rule, start, due: day, rawDue: raw, basis, version, startMeans, undated } = explained
  return [
    say('due-title', { rule, start, due: day, raw, basis }),
    say('due-from', { from: startMeans, version, undated: undated ? say('due-undated') : '' }),
    ...explained.steps.map((step) => `  ${step.text}`),
  ].join('\n')
}

interface LotWish {
  readonly rule: string
  readonly start: string | undefined
  readonly code: string
  readonly lot: number
}

/** Every clock of the rule that runs, or ran, for the lot; only that of one start day where it is given. */
async function dueOfLot(
  { rule, start, code, lot }: LotWish,
  asJson: boolean,
  terminal: Terminal,
  world: World,
): Promise<number> {
  const law = await world.law()
  const explain = openExplainer(law.book, law.calendar)
  const database = await world.database()
  const histories = await database.transaction((tx) => readLots(tx, { codes: [code] }))
  const history = histories.find((found) => found.lotNo === lot)
  if (!history) throw new RefusedError(say('no-such-project', { code }))
  const clocks = lotClocks(history, law).filter(
    (clock) => clock.rule.key === rule && (start === undefined || clock.start === start),
  )
  if (clocks.length === 0) throw new RefusedError(say('no-such-clock', { code, rule }))
  const shown = clocks.map((clock) => ({
    ...explain(rule, clock.start, clock.amount, clock.pauses),
    ...{ project: code, lot, metOn: clock.metOn },
    pauses: clock.pauses.map(({ title, basis, from, to }) => ({ title, basis, from, to })),
  }))
  if (asJson) terminal.print(JSON.stringify(shown.length === 1 ? shown[0] : shown))
  else {
    const lines = shown.flatMap(({ pauses, ...explained }) => [
      inWords(explained),
      ...pauses.map(({ title, basis, from, to }) =>
        to === null
          ? say('due-paused-still', { title, basis, from })
          : say('due-paused', { title, basis, from, to }),
      ),
    ])
    terminal.print(lines.join('\n'))
  }
  return 0
}
