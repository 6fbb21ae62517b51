import { choiceOption, instantOption, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli remind --at <ISO>` */
export async function remind(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const kinds = { at: 'string', slot: 'string', 'dry-run': 'boolean', json: 'boolean' } as const
  const { options } = readArguments(args, kinds, [0, 0])
  const at =
    options.at === undefined ? (await world.clock()).now() : instantOption('--at', options.at)
  const slot = options.slot && choiceOption('--slot', options.slot, ['morning', 'urgent'])
  const dryRun = options['dry-run'] === true
  const pushes = await world.remind({ at, dryRun, ...(slot && { slot }) })
  if (options.json)
    terminal.print(JSON.stringify(pushes.map(({ single: _single, news: _news, ...push }) => push)))
  else if (pushes.length === 0) terminal.print(say('nothing'))
  else {
    const blocks = pushes.map(({ to, template, text }) => `${to}  ${template}\n${text}`)
    terminal.print(blocks.join('\n\n'))
  }
  return 0
}
