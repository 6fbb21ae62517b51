import { linkCounts } from '../surveys/index.ts'
import { table } from './table.ts'
import { readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli links`: of each unit, how many parties were given a link, opened it, and said something. */
export async function links(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { json: 'boolean' }, [0, 0])
  const database = await world.database()
  const counts = await database.transaction((tx) => linkCounts(tx))
  if (options.json) {
    terminal.print(JSON.stringify(counts))
    return 0
  }
  const headings = [say('col-unit'), say('col-issued'), say('col-opened'), say('col-answered')]
  const rows = counts.map(({ unit, issued, opened, answered }) => [unit, issued, opened, answered])
  terminal.print(table(headings, rows))
  return 0
}
