import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { addDays, type Day, day, officeDay, yearOf } from '../base/index.ts'
import {
  type Calendar,
  type CalendarYear,
  calendarOf,
  doubtsAbout,
  type NoticeMistake,
  readCalendarCsv,
  readNotice,
  yearShape,
} from '../calendar/index.ts'
import { storeYear } from '../deadlines/index.ts'
import { RefusedError, readArguments, UsageError } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const KINDS = { year: 'string', 'dry-run': 'boolean', force: 'boolean', json: 'boolean' } as const

/** `cli calendar`, `cli calendar import <file>` */
export async function calendar(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options, positionals } = readArguments(args, KINDS, [0, 2])
  const [act, file] = positionals
  if (act === undefined) {
    const { calendar: known } = await world.law()
    const thisYear = yearOf(officeDay((await world.clock()).now()))
    const years = Array.from({ length: 5 }, (_, i) => thisYear - 2 + i)
    const facts = years.map((year) => ({ year, ...countsOf(known, year) }))
    terminal.print(
      options.json
        ? JSON.stringify(facts)
        : facts
            .map((one) =>
              one.maintained
                ? say('calendar-year', numbersOf(one.year, one))
                : say('calendar-none', { year: one.year }),
            )
            .join('\n'),
    )
    return 0
  }
  if (act !== 'import' || file === undefined) throw new UsageError(say('missing-argument'))
  const read = await readYear(file, options.year)
  const doubts = doubtsAbout(read)
  const complaints = doubts.map((doubt) => {
    const { kind, expected, found, basis } = doubt
    if (kind === 'net') return say('calendar-doubt-net', { expected, found, basis })
    if (kind === 'far-makeup') return say('calendar-doubt-far-makeup', { found })
    return say(`calendar-doubt-${kind}`, { expected, basis })
  })
  if (complaints.length > 0 && !options.force) {
    throw new RefusedError(
      [say('calendar-refused'), ...complaints, say('calendar-doubted')].join('\n'),
    )
  }
  const counts = countsOf(calendarOf([read]), read.year)
  const lots = options['dry-run'] ? 0 : await store(read, basename(file), world)
  if (options.json) {
    const { year, offDays, makeupWorkdays } = read
    const dryRun = options['dry-run'] === true
    terminal.print(
      JSON.stringify({ ok: true, dryRun, year, offDays, makeupWorkdays, lots, doubts }),
    )
    return 0
  }
  terminal.print(
    [
      say('calendar-read', numbersOf(read.year, counts)),
      ...holidaysOf(read),
      ...complaints,
      options['dry-run'] ? say('calendar-dry') : say('calendar-stored', { year: read.year, lots }),
    ].join('\n'),
  )
  return 0
}

async function readYear(file: string, given: string | undefined): Promise<CalendarYear> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new RefusedError(say('file-not-read', { file, reason: error.code ?? '' }))
  })
  if (given !== undefined && !/^20\d\d$/.test(given)) throw new UsageError(say('calendar-bad-year'))
  const year = given === undefined ? undefined : Number(given)
  const source = basename(file)
  const read = /\.csv$/i.test(file) ? readCalendarCsv(text, source) : readNotice(text, source, year)
  if (!read.year || read.mistakes.length > 0) refuse(read.mistakes)
  const checked = yearShape.safeParse(read.year)
  if (!checked.success) {
    refuse(checked.error.issues.map(({ message }) => ({ kind: 'bad-line', text: message })))
  }
  return checked.data
}

function refuse(mistakes: readonly NoticeMistake[]): never {
  const lines = mistakes.map(({ kind, text }) => say(`calendar-${kind}`, { text }))
  throw new RefusedError([say('calendar-refused'), ...lines].join('\n'))
}

/** Writes the year and brings the clocks that waited for it up to date; how many lots. */
async function store(read: CalendarYear, file: string, world: World): Promise<number> {
  const at = (await world.clock()).now()
  const database = await world.database()
  const { keeper } = await world.writers()
  await database.transaction((tx) => storeYear(tx, read, { actor: `cli ${file}`, at }))
  const law = await world.law()
  await law.refresh(database.client)
  return keeper.renew(at, read.year)
}

const numbersOf = (year: number, { off, makeup, workdays }: ReturnType<typeof countsOf>) => ({
  year,
  off,
  makeup,
  workdays,
})

function countsOf(of: Calendar, year: number) {
  if (!of.maintained(year)) return { maintained: false, off: 0, makeup: 0, workdays: 0 }
  const counts = { maintained: true, off: 0, makeup: 0, workdays: 0 }
  for (let at: Day = day(`${year}-01-01`); yearOf(at) === year; at = addDays(at, 1)) {
    const { kind } = of.why(at)
    if (kind === 'holiday') counts.off++
    if (kind === 'makeup') counts.makeup++
    if (of.isWorkday(at)) counts.workdays++
  }
  return counts
}

function holidaysOf({ names, makeupWorkdays }: CalendarYear): string[] {
  const byName = new Map<string, string[]>()
  for (const [on, name] of Object.entries(names))
    byName.set(name, [...(byName.get(name) ?? []), on.slice(5)])
  return [
    ...[...byName].map(([name, days]) => say('calendar-holiday', { name, days: days.join(' ') })),
    say('calendar-makeup', { days: makeupWorkdays.map((on) => on.slice(5)).join(' ') }),
  ]
}
