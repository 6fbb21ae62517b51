import { aliases } from './aliases.ts'
import { calendar } from './calendar.ts'
import { caseCommand } from './case.ts'
import { doctor } from './doctor.ts'
import { due } from './due.ts'
import { duties } from './duties.ts'
import { erase } from './erase.ts'
import { event } from './event.ts'
import { importCommand } from './import.ts'
import { ledger } from './ledger.ts'
import { links } from './links.ts'
import { misunderstood } from './misunderstood.ts'
import { office } from './office.ts'
import { pushes } from './pushes.ts'
import { remind } from './remind.ts'
import { rules } from './rules.ts'
import { satisfaction } from './satisfaction.ts'
import { simulate } from './simulate.ts'
import { template } from './template.ts'
import { understandCommand } from './understand.ts'
import { RefusedError, UsageError } from './usage.ts'
import { visits } from './visits.ts'
import { type Sentence, say } from './words.ts'
import type { Terminal, World } from './world.ts'

type Command = (args: readonly string[], terminal: Terminal, world: World) => Promise<number>

const COMMANDS: Readonly<Record<string, readonly [Command, Sentence]>> = {
  template: [template, 'help-template'],
  import: [importCommand, 'help-import'],
  due: [due, 'help-due'],
  ledger: [ledger, 'help-ledger'],
  event: [event, 'help-event'],
  duties: [duties, 'help-duties'],
  visits: [visits, 'help-visits'],
  links: [links, 'help-links'],
  erase: [erase, 'help-erase'],
  satisfaction: [satisfaction, 'help-satisfaction'],
  remind: [remind, 'help-remind'],
  simulate: [simulate, 'help-simulate'],
  pushes: [pushes, 'help-pushes'],
  understand: [understandCommand, 'help-understand'],
  misunderstood: [misunderstood, 'help-misunderstood'],
  aliases: [aliases, 'help-aliases'],
  case: [caseCommand, 'help-case'],
  doctor: [doctor, 'help-doctor'],
  calendar: [calendar, 'help-calendar'],
  rules: [rules, 'help-rules'],
  office: [office, 'help-office'],
}

/**
 * Runs one command of the operator (INTERFACE.md “Queries of the CLI”).
 * Returns the exit code: 0 done, 1 refused, 2 written wrongly. What nobody foresaw is thrown.
 */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const wanted = name !== undefined
    if (wanted) terminal.print(say('help'))
    else terminal.complain(say('help'))
    return wanted ? 0 : 2
  }
  const [command, help] = (Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined) ?? []
  if (!command || !help) {
    terminal.complain(`${say('unknown-command', { command: name })}\n\n${say('help')}`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.print(say(help))
    return 0
  }
  try {
    return await command(args, terminal, world)
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.complain(`${error.message}\n\n${say(help)}`)
      return 2
    }
    if (error instanceof RefusedError) {
      terminal.complain(error.message)
      return 1
    }
    throw error
  }
}
