import { officeIso } from '../base/index.ts'
import { deadLetters, redrive } from '../notify/index.ts'
import { table } from './table.ts'
import { readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** Digests are spread over minutes; what waits longer than this is listed. */
const WAITING_MS = 30 * 60_000

/** `cli pushes`: what did not arrive; `--redrive` sends it again. */
export async function pushes(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const kinds = { json: 'boolean', redrive: 'boolean', all: 'boolean' } as const
  const { options, positionals } = readArguments(args, kinds, [0, 500])
  const { client } = await world.database()
  const now = (await world.clock()).now()
  if (options.redrive) {
    if (positionals.length === 0 && !options.all) throw new UsageError(say('missing-argument'))
    if (positionals.some((id) => !/^\d{1,18}$/.test(id))) throw new UsageError(say('bad-push'))
    const which = options.all ? ({ all: 'FAILED' } as const) : { ids: positionals.map(BigInt) }
    const made = await redrive(client, which, now)
    if (options.json) terminal.print(JSON.stringify(made.map(String)))
    else terminal.print(say('redriven', { count: made.length }))
    return 0
  }
  if (positionals.length > 0)
    throw new UsageError(say('extra-argument', { argument: positionals[0] ?? '' }))
  const found = await deadLetters(client, new Date(now.getTime() - WAITING_MS))
  const list = found.map(({ id, createdAt, settledAt, ...letter }) => ({
    id: String(id),
    ...letter,
    createdAt: officeIso(createdAt),
    settledAt: settledAt && officeIso(settledAt),
  }))
  if (options.json) {
    terminal.print(JSON.stringify(list))
    return 0
  }
  const headings = [
    say('col-id'),
    say('col-to'),
    say('col-template'),
    say('col-state'),
    say('col-failure'),
    say('col-recorded'),
  ]
  const rows = list.map((l) => [
    l.id,
    l.userid,
    l.template,
    say(l.redriven ? 'push-redriven' : `push-${l.status}`),
    l.failure,
    l.createdAt,
  ])
  terminal.print(table(headings, rows))
  return 0
}
