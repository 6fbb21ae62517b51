import { officeDay, officeInstant } from '../base/index.ts'
import { type LedgerJson, ledgerJson, projectStates } from '../supervision/index.ts'
import { table } from './table.ts'
import { dayOption, lotOption, RefusedError, readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli ledger <项目编号>…`: one object for one code (its first lot without --lot), an array for several. */
export async function ledger(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const kinds = { lot: 'string', at: 'string', json: 'boolean' } as const
  const { options, positionals: codes } = readArguments(args, kinds, [1, 1_000])
  const lot = lotOption(options.lot)
  const now = (await world.clock()).now()
  const today = options.at === undefined ? officeDay(now) : dayOption('--at', options.at)
  // The end of that day: what was recorded in its course counts.
  const at = options.at === undefined ? now : officeInstant(today, '23:59:59')
  const database = await world.database()
  const states = await database.transaction((tx) => projectStates(tx, { codes }, { today, at }))
  const lots = states.map(ledgerJson).filter((found) => lot === undefined || found.lot === lot)
  const missing = codes.find((code) => !lots.some((found) => found.code === code))
  if (missing !== undefined) throw new RefusedError(say('no-such-project', { code: missing }))
  if (!options.json) terminal.print(lots.map(inWords).join('\n\n'))
  else if (codes.length > 1) terminal.print(JSON.stringify(lots))
  else {
    // One code is one object, whatever the number of its lots; those not shown are named.
    const [first] = lots
    const numbers = lots.map((found) => found.lot)
    terminal.print(JSON.stringify(numbers.length > 1 ? { ...first, lots: numbers } : first))
  }
  return 0
}

function inWords(lot: LedgerJson): string {
  const { code, name, unit, stage } = lot
  const events = lot.events.map((event) => [
    event.kind,
    event.day,
    event.amount,
    event.party,
    event.by,
    event.at,
    event.voided ? say('voided') : '',
    event.supplier === null ? '' : say(`supplier-${event.supplier}`),
  ])
  const deadlines = lot.deadlines.map((clock) => [
    clock.rule,
    clock.start,
    clock.rawDue,
    clock.due,
    clock.light,
    clock.daysLate || '',
    clock.unpaid,
    clock.basis,
  ])
  const terms = lot.terms.map(({ term, percent, amount, trigger, days }) => [
    term,
    percent === null ? '' : `${percent}%`,
    amount,
    trigger,
    days,
  ])
  const { asked, confirmed, contradicted } = lot.bothSides
  return [
    say('ledger-title', { code, lot: lot.lot, name, unit, stage }),
    say('both-sides', { asked, confirmed, contradicted }),
    ...interestLine(lot.lateInterest),
    table(
      [
        say('col-event'),
        say('col-day'),
        say('col-amount'),
        say('col-party'),
        say('col-by'),
        say('col-recorded'),
        say('voided'),
        say('col-supplier'),
      ],
      events,
    ),
    table(
      [
        say('col-rule'),
        say('col-start'),
        say('col-raw'),
        say('col-due'),
        say('col-light'),
        say('col-late'),
        say('col-unpaid'),
        say('col-basis'),
      ],
      deadlines,
    ),
    ...(terms.length > 0
      ? [
          table(
            [
              say('col-term'),
              say('col-share'),
              say('col-amount'),
              say('col-start'),
              say('col-days'),
            ],
            terms,
          ),
        ]
      : []),
  ].join('\n')
}

function interestLine(interest: LedgerJson['lateInterest']): string[] {
  if (!interest) return []
  const { amount, since, percent, per, basis } = interest
  return [
    say('late-interest', {
      ...{ amount, since, percent, per: say(`per-${per}`) },
      basis: basis ?? say('agreed-rate'),
    }),
  ]
}
