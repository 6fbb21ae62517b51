import { loadSatisfactionScale, unitResults } from '../surveys/index.ts'
import { table } from './table.ts'
import { readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const EVERY = { all: true, unitIds: [], sectionIds: [], regionIds: [] }

/** `cli satisfaction`: every unit that was asked about; free texts are not shown to operators. */
export async function satisfaction(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { json: 'boolean' }, [0, 0])
  const database = await world.database()
  const results = await database.transaction((tx) =>
    unitResults(tx, EVERY, loadSatisfactionScale()),
  )
  const rows = results.map(({ unit, asked, answered, satisfaction: found }) => ({
    unit,
    asked,
    answered,
    n: found?.n ?? null,
    score: found ? Math.round(found.score) : null,
    low: found ? Math.round(found.low) : null,
    high: found ? Math.round(found.high) : null,
    band: found?.band ?? null,
  }))
  if (options.json) {
    terminal.print(JSON.stringify(rows))
    return 0
  }
  const heads = [
    'col-unit',
    'col-sent',
    'col-returned',
    'col-counted',
    'col-points',
    'col-low',
    'col-high',
  ] as const
  terminal.print(
    table(
      heads.map((key) => say(key)),
      rows.map((row) => [row.unit, row.asked, row.answered, row.n, row.score, row.low, row.high]),
    ),
  )
  return 0
}
