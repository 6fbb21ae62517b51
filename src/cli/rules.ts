import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Day, officeDay } from '../base/index.ts'
import {
  bookWith,
  type ClockChange,
  previewBook,
  type Rule,
  readOrder,
  storeOrder,
} from '../deadlines/index.ts'
import { table } from './table.ts'
import { dayOption, RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const DAYS = { day: 'rules-days', workday: 'rules-workdays', year: 'rules-years' } as const

const KINDS = { 'dry-run': 'boolean', json: 'boolean', at: 'string' } as const
/** Changes named one by one. */
const SHOWN = 20

/** `cli rules`, `cli rules import <file>` */
export async function rules(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, KINDS, [0, 2])
  const at = (await world.clock()).now()
  const today = options.at === undefined ? officeDay(at) : dayOption('--at', options.at)
  const [act, file] = positionals
  const { book, calendar } = await world.law()
  if (act === undefined) {
    const inForce = book.keys.flatMap((key) => book.inForce(key, today) ?? [])
    terminal.print(options.json ? JSON.stringify(inForce) : listed(inForce))
    return 0
  }
  if (act !== 'import' || file === undefined) throw new UsageError(say('missing-argument'))
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new RefusedError(say('file-not-read', { file, reason: error.code ?? '' }))
  })
  const { body, mistakes } = readOrder(text, basename(file), book, today)
  if (mistakes.length > 0) {
    const lines = mistakes.map(({ at: where, message }) => `${where} ${message}`)
    throw new RefusedError([say('rules-refused'), ...lines].join('\n'))
  }
  const database = await world.database()
  const then = bookWith(book, [body])
  const changes = await database.transaction((tx) =>
    previewBook(tx, { now: book, then, made: body.rules }, calendar),
  )
  const dryRun = options['dry-run'] === true
  if (!dryRun) {
    const { keeper } = await world.writers()
    await database.transaction((tx) => storeOrder(tx, { text, body }, { actor: 'cli', at }))
    await (await world.law()).refresh(database.client)
    await keeper.renew(at)
  }
  if (options.json) terminal.print(JSON.stringify({ ok: true, dryRun, rules: body.rules, changes }))
  else {
    const lines = body.rules.map((rule) => diffLine(rule, book.inForce(rule.key, today)))
    const more = changes.length > SHOWN ? [say('rules-more', { count: changes.length })] : []
    const said = say(dryRun ? 'rules-dry' : 'rules-stored', { count: changes.length })
    terminal.print([...lines, ...changes.slice(0, SHOWN).map(changeLine), ...more, said].join('\n'))
  }
  return 0
}

const daysOf = (rule: Pick<Rule, 'amount' | 'unit'>): string =>
  rule.amount === null ? '-' : say(DAYS[rule.unit], { count: rule.amount })

function listed(inForce: readonly Rule[]): string {
  const headings = [
    say('col-rule'),
    say('col-version'),
    say('col-title'),
    say('col-days'),
    say('col-direction'),
    say('col-ship'),
    say('col-from'),
    say('col-basis'),
  ]
  return table(
    headings,
    inForce.map((rule) => [
      ...[rule.key, rule.version, rule.title, daysOf(rule), rule.direction, rule.ship],
      ...[rule.effectiveFrom ?? say('rules-undated'), rule.basis],
    ]),
  )
}

function diffLine(made: Rule, before: Rule | undefined): string {
  const { key, version, ship, effectiveFrom: from } = made
  const what = { rule: key, version, days: daysOf(made), ship, from: from ?? '', basis: made.basis }
  if (!before) return say('rules-new', what)
  return say('rules-changed', { ...what, was: `${daysOf(before)} ${before.ship}` })
}

function changeLine({ project, lot, rule, start, before, after }: ClockChange): string {
  const due = (side: { readonly due: Day | null } | undefined) => side?.due ?? '-'
  return say('rules-change', { project, lot, rule, start, was: due(before), will: due(after) })
}
