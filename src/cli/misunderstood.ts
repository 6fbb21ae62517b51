import { officeInstant } from '../base/index.ts'
import { listMisunderstood } from '../reception/index.ts'
import { table } from './table.ts'
import { dayOption, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** More than anybody reads at a sitting. */
const SHOWN = 1000

/** `cli misunderstood`: what the bot made nothing of, without personal data. */
export async function misunderstood(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { since: 'string', json: 'boolean' }, [0, 0])
  const since =
    options.since === undefined ? {} : { since: officeInstant(dayOption('--since', options.since)) }
  const database = await world.database()
  const list = await database.transaction((tx) => listMisunderstood(tx, { ...since, limit: SHOWN }))
  terminal.print(
    options.json
      ? JSON.stringify(list)
      : table(
          [say('col-when'), say('col-asked'), say('col-words')],
          list.map(({ at, asked, words }) => [at, asked, words]),
        ),
  )
  return 0
}
