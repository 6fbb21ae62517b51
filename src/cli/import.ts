import { importOffice, reportText } from '../office/index.ts'
import { readArguments } from './usage.ts'
import type { Terminal, World } from './world.ts'

/** `cli import <path>` */
export async function importCommand(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const kinds = { 'dry-run': 'boolean', correct: 'boolean', json: 'boolean' } as const
  const { options, positionals } = readArguments(args, kinds, [1, 1])
  const [path = ''] = positionals
  const clock = await world.clock()
  const report = await importOffice(await world.database(), await world.writers(), path, {
    dryRun: options['dry-run'] === true,
    correct: options.correct === true,
    at: clock.now(),
  })
  terminal.print(options.json ? JSON.stringify(report) : reportText(report))
  return report.ok ? 0 : 1
}
