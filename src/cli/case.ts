import { readFile, writeFile } from 'node:fs/promises'
import { officeInstant } from '../base/index.ts'
import { listLooks, openFile } from '../cases/index.ts'
import { table } from './table.ts'
import { dayOption, RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** More than anybody reads at a sitting. */
const SHOWN = 1000

/** `cli case log` and `cli case open`. There is no command that reads a grievance: only its handlers do. */
export async function caseCommand(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const [what, ...rest] = args
  if (what === 'log') return log(rest, terminal, world)
  if (what === 'open') return open(rest, terminal)
  throw new UsageError(say('missing-argument'))
}

/** Who looked at which grievance, when and why: for auditors. Nothing of any content. */
async function log(args: readonly string[], terminal: Terminal, world: World): Promise<number> {
  const { options } = readArguments(args, { since: 'string', json: 'boolean' }, [0, 0])
  const since =
    options.since === undefined ? {} : { since: officeInstant(dayOption('--since', options.since)) }
  const database = await world.database()
  const looks = await database.transaction((tx) => listLooks(tx, { ...since, limit: SHOWN }))
  terminal.print(
    options.json
      ? JSON.stringify(looks)
      : table(
          [say('col-when'), say('col-case'), say('col-who'), say('col-act'), say('col-reason')],
          looks.map(({ at, no, userid, act, reason }) => [at, no, userid, act, reason]),
        ),
  )
  return 0
}

/** Opens a file that a handler handed over, with the passphrase on stdin; needs no database and no CASE_KEY. */
async function open(args: readonly string[], terminal: Terminal): Promise<number> {
  const { options, positionals } = readArguments(args, { force: 'boolean' }, [2, 2])
  const [from = '', to = ''] = positionals
  const sealed = await readFile(from).catch((error: NodeJS.ErrnoException) => {
    throw new RefusedError(say('file-not-read', { file: from, reason: error.code ?? '' }))
  })
  terminal.complain(say('ask-passphrase'))
  const opened = openFile(sealed, await firstLine(terminal))
  if (!opened.ok) throw new RefusedError(say(`case-${opened.error}`, { file: from }))
  await writeFile(to, opened.value, { mode: 0o600, flag: options.force ? 'w' : 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new RefusedError(say('file-exists', { file: to }))
      throw new RefusedError(say('file-not-written', { file: to, reason: error.code ?? '' }))
    },
  )
  terminal.print(say('case-opened', { file: to }))
  return 0
}

async function firstLine(terminal: Terminal): Promise<string> {
  for await (const line of terminal.lines()) return line
  return ''
}
