import { optionLabels } from '../bindings/index.ts'
import { listVisits } from '../visits/index.ts'
import { table } from './table.ts'
import { dayOption, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** The answer that nothing was wrong is no concern. */
const NO_CONCERN = 'NONE'

/** `cli visits`: concerns are said in the words of the dialogue file. */
export async function visits(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { since: 'string', json: 'boolean' }, [0, 0])
  const since = options.since === undefined ? {} : { since: dayOption('--since', options.since) }
  const database = await world.database()
  const labels = optionLabels('visit-feedback', 'concerns')
  const visited = await database.transaction((tx) => listVisits(tx, since))
  const list = visited.map((visit) => ({
    ...visit,
    concerns: visit.concerns
      .filter((key) => key !== NO_CONCERN)
      .map((key) => labels.get(key) ?? key),
  }))
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
