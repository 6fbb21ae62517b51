import { z } from 'zod'
import type { Tx } from '../db/index.ts'
import {
  countErasable,
  ERASED_KINDS,
  type Erased,
  erasePersonalData,
  partyTargets,
  personTargets,
} from '../office/index.ts'
import { RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const KINDS = { person: 'string', party: 'string', yes: 'boolean', json: 'boolean' } as const

/** `cli erase`: what is kept of somebody's personal data; with `--yes` it is erased, on record. The ledger stays. */
export async function erase(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, KINDS, [0, 0])
  const { person, party, yes = false } = options
  if ((person === undefined) === (party === undefined)) throw new UsageError(say('erase-whom'))
  const at = (await world.clock()).now()
  const database = await world.database()
  const erased = await database.transaction(async (tx) => {
    const whose = person === undefined ? await ofParty(tx, party ?? '') : await ofPerson(tx, person)
    if (!yes) return countErasable(tx, whose.targets)
    return erasePersonalData(tx, whose.targets, { by: 'cli', thing: whose.thing, at })
  })
  if (options.json) terminal.print(JSON.stringify({ dryRun: !yes, ...erased }))
  else terminal.print(inWords(erased, yes))
  return 0
}

function inWords(erased: Erased, done: boolean): string {
  const lines = ERASED_KINDS.filter((kind) => erased[kind] > 0).map((kind) =>
    say(`erase-${kind}`, { count: erased[kind] }),
  )
  if (lines.length === 0) return say('erase-nothing')
  return [
    say(done ? 'erase-done' : 'erase-would'),
    ...lines,
    say(done ? 'erase-after' : 'erase-yes'),
  ].join('\n')
}

const Found = z.array(z.object({ id: z.number(), userid: z.string() }))

async function ofPerson(tx: Tx, account: string) {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id", "userid" FROM "Person" WHERE "userid" = ${account.toLowerCase()}`
  const [found] = Found.parse(rows)
  if (!found) throw new RefusedError(say('erase-no-person', { account }))
  return { targets: personTargets(found.id, found.userid), thing: `person:${found.userid}` }
}

async function ofParty(tx: Tx, name: string) {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id", "name" AS "userid" FROM "Party" WHERE "name" = ${name}`
  const [found] = Found.parse(rows)
  if (!found) throw new RefusedError(say('erase-no-party', { name }))
  return { targets: partyTargets(found.id), thing: `party:${found.id}` }
}
