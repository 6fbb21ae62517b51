import { type DueExplanation, openExplainer } from '../deadlines/index.ts'
import { readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli due <RULE> <start-day>`, or `-` for pairs on stdin. Without a database: the rules that came with the program. */
export async function due(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, { json: 'boolean' }, [1, 2])
  const { book, calendar } = await world.lawAtHand()
  const explain = openExplainer(book, calendar)
  const [rule = '', start] = positionals
  if (rule === '-') {
    if (start !== undefined) throw new UsageError(say('extra-argument', { argument: start }))
    for await (const line of terminal.lines()) {
      if (line.trim() === '') continue
      const [key = '', day = ''] = line.trim().split(/\s+/)
      terminal.print(JSON.stringify(explain(key, day)))
    }
    return 0
  }
  if (start === undefined) throw new UsageError(say('missing-argument'))
  const explained = explain(rule, start)
  terminal.print(options.json ? JSON.stringify(explained) : inWords(explained))
  return 'error' in explained ? 1 : 0
}

function inWords(explained: DueExplanation): string {
  if ('error' in explained) return explained.error
  const { rule, start, due: day, rawDue: raw, basis } = explained
  return [
    say('due-title', { rule, start, due: day, raw, basis }),
    ...explained.steps.map((step) => `  ${step.text}`),
  ].join('\n')
}
