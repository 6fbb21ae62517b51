import { resetOffice } from '../office/index.ts'
import { RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli office reset --yes` */
export async function office(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, { yes: 'boolean' }, [1, 1])
  const [action = ''] = positionals
  if (action !== 'reset')
    throw new UsageError(say('unknown-command', { command: `office ${action}` }))
  if (options.yes !== true) throw new RefusedError(say('reset-needs-yes'))
  await resetOffice(await world.anyDatabase(), (await world.clock()).now())
  terminal.complain(say('reset-done'))
  return 0
}
