import { listVisits } from '../visits/index.ts'
import { table } from './table.ts'
import { dayOption, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli visits` */
export async function visits(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { since: 'string', json: 'boolean' }, [0, 0])
  const since = options.since === undefined ? {} : { since: dayOption('--since', options.since) }
  const database = await world.database()
  const list = await database.transaction((tx) => listVisits(tx, since))
  if (options.json) {
    terminal.print(JSON.stringify(list))
    return 0
  }
  const headings = [
    say('col-day'),
    say('col-party'),
    say('col-unit'),
    say('col-project'),
    say('col-way'),
    say('col-satisfaction'),
    say('col-opinion'),
    say('col-promise'),
    say('col-by'),
    say('voided'),
  ]
  terminal.print(
    table(
      headings,
      list.map((v) => [
        v.day,
        v.party,
        v.unit,
        v.project,
        v.way,
        v.satisfaction,
        v.opinion,
        v.promise,
        v.by,
        v.voided ? say('voided') : '',
      ]),
    ),
  )
  return 0
}
