import { table } from './table.ts'
import { dayOption, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli simulate --from <day> --to <day> --policy <file>` */
export async function simulate(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const kinds = { from: 'string', to: 'string', policy: 'string', json: 'boolean' } as const
  const { options } = readArguments(args, kinds, [0, 0])
  if (options.from === undefined || options.to === undefined)
    throw new UsageError(say('missing-argument'))
  const from = dayOption('--from', options.from)
  const to = dayOption('--to', options.to)
  const counts = await world.simulate({
    from,
    to,
    ...(options.policy !== undefined && { policyFile: options.policy }),
  })
  if (options.json) {
    terminal.print(JSON.stringify(counts))
    return 0
  }
  const headings = [
    say('col-to'),
    say('col-template'),
    say('col-messages'),
    say('col-matters'),
    say('col-most'),
  ]
  terminal.print(
    table(
      headings,
      counts.map((c) => [c.to, c.template, c.messages, c.matters, c.mostADay]),
    ),
  )
  terminal.print(
    say('simulated', {
      messages: counts.reduce((sum, c) => sum + c.messages, 0),
      people: new Set(counts.map((c) => c.to)).size,
    }),
  )
  return 0
}
