import { addDays, type Day, officeDay, officeInstant, yearOf } from '../base/index.ts'
import {
  allDuties,
  type Duty,
  dutiesInForce,
  isOpenDuty,
  loadDuties,
  openDuties,
  reportDuty,
} from '../duties/index.ts'
import { dutyWords } from '../supervision/index.ts'
import { table } from './table.ts'
import { dayOption, RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** Terms that ended longer ago are asked for with --since. */
const BACK_DAYS = 400

/** A duty as `cli duties --json` prints it. */
interface DutyJson {
  readonly duty: string
  readonly unit: string
  readonly party: string | null
  readonly period: string
  readonly rawDue: Day
  readonly due: Day | null
  readonly state: 'open' | 'done' | 'not-applicable' | 'lapsed'
  readonly daysLate: number
  readonly doneOn: Day | null
  readonly by: string | null
  /** Percent, where the duty asks for a share. */
  readonly share: number | null
  readonly basis: string
}

/** `cli duties [单位]`: what units owe each year and each quarter; `--done` and `--not-applicable` report one. */
export async function duties(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const kinds = {
    since: 'string',
    at: 'string',
    done: 'string',
    'not-applicable': 'string',
    day: 'string',
    note: 'string',
    json: 'boolean',
  } as const
  const { options, positionals } = readArguments(args, kinds, [0, 1])
  const now = (await world.clock()).now()
  const today = options.at === undefined ? officeDay(now) : dayOption('--at', options.at)
  const at = options.at === undefined ? now : officeInstant(today, '23:59:59')
  const database = await world.database()
  const key = options.done ?? options['not-applicable']
  return database.transaction(async (tx) => {
    const [name] = positionals
    const unit =
      name === undefined
        ? undefined
        : await tx.unit.findFirst({ where: { OR: [{ name }, { aliases: { has: name } }] } })
    if (name !== undefined && !unit) throw new RefusedError(say('no-such-unit', { unit: name }))
    if (key !== undefined) {
      if (!unit) throw new UsageError(say('missing-argument'))
      const rule = dutiesInForce(loadDuties().reports, today).find((one) => one.key === key)
      if (!rule) throw new RefusedError(say('no-such-duty', { duty: key }))
      const day = options.day === undefined ? today : dayOption('--day', options.day)
      const own = { today, at, unitIds: [unit.id] }
      const open = (await openDuties(tx, own)).find(({ body }) => body.key === key)
      const outcome = await reportDuty(
        tx,
        {
          rule,
          unitId: unit.id,
          year: open ? Number(open.period) : yearOf(day),
          kind: options.done === undefined ? 'NOT_APPLICABLE' : 'DONE',
          day,
          ...(options.note !== undefined && { text: options.note }),
          actor: 'cli',
          onceKey: `cli:${unit.id}:${key}:${at.getTime()}`,
        },
        { calendar: (await world.law()).calendar, at },
      )
      const said = outcome.kind === 'again' ? 'duty-again' : 'duty-recorded'
      terminal.print(say(said, { duty: rule.title, unit: unit.name, day }))
      return 0
    }
    const since =
      options.since === undefined ? addDays(today, -BACK_DAYS) : dayOption('--since', options.since)
    const mine = unit ? { unitIds: [unit.id] } : {}
    const list = await allDuties(tx, { today, at, since, ...mine })
    if (options.json) terminal.print(JSON.stringify(list.map((duty) => jsonOf(duty, today))))
    else terminal.print(tableOf(list, today))
    return 0
  })
}

function jsonOf(duty: Duty, today: Day): DutyJson {
  const { body, due, doneOn } = duty
  const until = doneOn ?? today
  const days = due === null ? 0 : Math.round((Date.parse(until) - Date.parse(due)) / 86_400_000)
  return {
    duty: body.key,
    unit: duty.unit,
    party: duty.party,
    period: duty.period,
    rawDue: duty.rawDue,
    due,
    state: isOpenDuty(duty)
      ? 'open'
      : duty.lapsed
        ? 'lapsed'
        : duty.kind === 'NOT_APPLICABLE'
          ? 'not-applicable'
          : 'done',
    daysLate: duty.lapsed || duty.kind === 'NOT_APPLICABLE' ? 0 : Math.max(0, days),
    doneOn,
    by: duty.doneBy,
    share: duty.share,
    basis: body.basis,
  }
}

function tableOf(list: readonly Duty[], today: Day): string {
  const headings = [
    say('col-unit'),
    say('col-duty'),
    say('col-period'),
    say('col-due'),
    say('col-state'),
    say('col-late'),
    say('col-by'),
    say('col-basis'),
  ]
  const rows = list.map((duty) => {
    const json = jsonOf(duty, today)
    const state = say(`duty-${json.state}`)
    return [
      duty.unit,
      dutyWords(duty),
      duty.period,
      json.due ?? say('due-provisional', { day: duty.rawDue }),
      state + (duty.doneOn ?? ''),
      json.daysLate || '',
      duty.doneBy,
      duty.body.basis,
    ]
  })
  return table(headings, rows)
}
