import { linkCode, officeDay, systemEntropy } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import {
  type KeptLink,
  linkCounts,
  linksOfProject,
  renewPage,
  withdrawPage,
} from '../surveys/index.ts'
import { table } from './table.ts'
import { lotOption, RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** Who does it, where it is done at the terminal. */
const BY = 'cli'
const KINDS = {
  json: 'boolean',
  lot: 'string',
  party: 'string',
  renew: 'boolean',
  withdraw: 'boolean',
  office: 'boolean',
} as const

/**
 * `cli links`: how far each unit's parties were reached; with a project its standing links, which can be withdrawn or
 * renewed. A link is known only in the moment in which it is made: nothing else of it is ever printed.
 */
export async function links(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, KINDS, [0, 1])
  const [code] = positionals
  const doing = options.renew || options.withdraw
  if (options.renew && options.withdraw) throw new UsageError(say('links-one-of'))
  if (code === undefined && (doing || options.party !== undefined || options.lot !== undefined))
    throw new UsageError(say('links-which'))
  if (options.office) {
    const url = `${world.publicOrigin()}/window`
    terminal.print(options.json ? JSON.stringify({ url }) : say('links-office', { url }))
    return 0
  }
  const database = await world.database()
  if (code === undefined) return counts(database, terminal, options.json === true)
  const lot = lotOption(options.lot)
  const kept = (await database.transaction((tx) => linksOfProject(tx, code, lot))).filter(
    ({ party }) => options.party === undefined || party === options.party,
  )
  if (doing)
    return change(kept, code, options.renew === true, { terminal, world, json: options.json })
  if (options.json)
    terminal.print(JSON.stringify(kept.map(({ lotId: _, partyId: __, ...link }) => link)))
  else terminal.print(listed(kept))
  return 0
}

async function counts(database: Database, terminal: Terminal, json: boolean): Promise<number> {
  const found = await database.transaction((tx) => linkCounts(tx))
  if (json) {
    terminal.print(JSON.stringify(found))
    return 0
  }
  const headings = [say('col-unit'), say('col-issued'), say('col-opened'), say('col-answered')]
  const rows = found.map(({ unit, issued, opened, answered }) => [unit, issued, opened, answered])
  terminal.print(table(headings, rows))
  return 0
}

function listed(kept: readonly KeptLink[]): string {
  const headings = ['lot', 'party', 'handed', 'made', 'opened-on', 'ended'] as const
  const rows = kept.map((link) => [
    link.lot,
    link.party,
    say(handOf(link.handedTo)),
    officeDay(link.createdAt),
    link.openedOn,
    link.revokedAt && officeDay(link.revokedAt),
  ])
  return table(
    headings.map((name) => say(`col-link-${name}`)),
    rows,
  )
}

const HANDS = ['liaison', 'section', 'office', 'kf', 'contact'] as const
const handOf = (handedTo: string) =>
  `hand-${HANDS.find((hand) => hand === handedTo) ?? 'office'}` as const

/** Withdraws, or withdraws and makes anew, what leads one party to one contract. */
async function change(
  kept: readonly KeptLink[],
  code: string,
  renew: boolean,
  { terminal, world, json }: { terminal: Terminal; world: World; json: boolean | undefined },
): Promise<number> {
  const pages = [...new Map(kept.map((link) => [`${link.lotId} ${link.partyId}`, link])).values()]
  const [page, ...others] = pages
  if (!page) throw new RefusedError(say('links-none', { code }))
  // One at a time: which party it is must be said, not guessed.
  if (others.length > 0) {
    const which = pages.map(({ lot, party }) => `${lot}　${party}`).join('\n')
    throw new RefusedError(`${say('links-several')}\n${which}`)
  }
  const at = (await world.clock()).now()
  const database = await world.database()
  const { party, lot } = page
  if (!renew) {
    const ended = await database.transaction((tx) => withdrawPage(tx, page, { by: BY, at }))
    terminal.print(
      json ? JSON.stringify({ party, lot, ended }) : say('links-withdrawn', { party, ended }),
    )
    return 0
  }
  const means = { by: BY, at, entropy: systemEntropy, handedTo: 'office' } as const
  const { token, ended } = await database.transaction((tx) => renewPage(tx, page, means))
  const url = `${world.publicOrigin()}/p/${token}`
  const made = { party, lot, ended, url, qr: `${url}/qr`, code: linkCode(token) }
  terminal.print(json ? JSON.stringify(made) : say('links-renewed', made))
  return 0
}
