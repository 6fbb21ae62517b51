import { learnedNames, withdrawLearnedName } from '../ledger/index.ts'
import { table } from './table.ts'
import { RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** Who withdraws, where it is done at the terminal. */
const BY = 'cli'

/** `cli aliases`: the names learned from confirmed choices; `--withdraw` takes one back. */
export async function aliases(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { withdraw: 'string', json: 'boolean' }, [0, 0])
  const database = await world.database()
  if (options.withdraw !== undefined) {
    const text = options.withdraw
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(say('bad-alias'))
    const at = (await world.clock()).now()
    const done = await database.transaction((tx) => withdrawLearnedName(tx, Number(text), BY, at))
    if (!done) throw new RefusedError(say('no-such-alias', { id: text }))
    terminal.print(say('alias-withdrawn', { id: text }))
    return 0
  }
  const list = await database.transaction(learnedNames)
  if (options.json) {
    terminal.print(JSON.stringify(list))
    return 0
  }
  const headings = [
    say('col-number'),
    say('col-words'),
    say('col-meant'),
    say('col-unit'),
    say('col-by'),
    say('col-recorded'),
    say('voided'),
  ]
  terminal.print(
    table(
      headings,
      list.map((one) => [
        one.id,
        one.words,
        one.code ? `${one.name} ${one.code}` : one.name,
        one.unit,
        one.by,
        one.at,
        one.voided ? say('voided') : '',
      ]),
    ),
  )
  return 0
}
