import { officeDay, yearOf } from '../base/index.ts'
import type { Calendar } from '../calendar/index.ts'
import { type Database, isDatabaseAway, migrationState, verifyAudit } from '../db/index.ts'
import { officeMarks } from '../office/index.ts'
import { caseFinding } from './doctor-cases.ts'
import { contactFinding } from './doctor-contacts.ts'
import { jobFindings } from './doctor-jobs.ts'
import { linkFinding } from './doctor-links.ts'
import { pushFinding } from './doctor-pushes.ts'
import type { Finding } from './finding.ts'
import { readArguments } from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

/** `cli doctor`: one line a check; 1 if anything is wrong. */
export async function doctor(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, { json: 'boolean' }, [0, 0])
  const findings: Finding[] = []
  for await (const finding of examine(world)) {
    findings.push(finding)
    if (!options.json) terminal.print(inWords(finding))
  }
  if (options.json) terminal.print(JSON.stringify(findings))
  return findings.every((finding) => finding.ok) ? 0 : 1
}

function inWords({ ok, what, said }: Finding): string {
  return say('doctor-line', { mark: say(ok ? 'ok' : 'wrong'), what, said })
}

async function* examine(world: World): AsyncGenerator<Finding> {
  const mistakes = world.configMistakes()
  const [first = ''] = mistakes
  yield {
    check: 'config',
    ok: mistakes.length === 0,
    what: say('doctor-config'),
    said: first === '' ? say('said-ok') : say('said-mistakes', { count: mistakes.length, first }),
  }
  const database = await reach(world)
  yield {
    check: 'database',
    ok: !('reason' in database),
    what: say('doctor-database'),
    said: 'reason' in database ? say('said-unreachable', database) : say('said-ok'),
  }
  if (!('reason' in database)) yield* examineOffice(database.reached, world)
  else yield* calendarFindings(world.shippedLaw().calendar, new Date(database.at))
  yield await wecomFinding(world)
  const links = mistakes.length === 0 ? linkFinding(world) : undefined
  if (links) yield links
}

async function* examineOffice(database: Database, world: World): AsyncGenerator<Finding> {
  const { pending } = await migrationState(database.url)
  yield {
    check: 'migrations',
    ok: pending.length === 0,
    what: say('doctor-migrations'),
    said: pending.length === 0 ? say('said-ok') : say('said-pending', { count: pending.length }),
  }
  const now = (await world.clock()).now()
  const { demo, clockOffsetMs } = await officeMarks(database.client)
  if (demo || clockOffsetMs > 0) {
    const said = say(world.isReal ? 'said-demo' : 'said-simulated')
    yield { check: 'mark', ok: !world.isReal, what: say('doctor-mark'), said }
  }
  yield* calendarFindings((await world.law()).calendar, now)
  yield* jobFindings(await world.jobStates(now))
  const audit = await verifyAudit(database)
  yield {
    check: 'audit',
    ok: audit.kind === 'ok',
    what: say('doctor-audit'),
    said:
      audit.kind === 'ok'
        ? say('said-sealed', { sealed: audit.sealed, waiting: audit.waiting })
        : say('said-broken', { id: String(audit.auditId) }),
  }
  yield await pushFinding(database, now)
  yield await caseFinding(database, world.caseKeyNames())
  const contacts = await contactFinding(database)
  if (contacts) yield contacts
}

async function reach(
  world: World,
): Promise<{ readonly reached: Database } | { readonly reason: string; readonly at: number }> {
  try {
    const database = await world.anyDatabase()
    await database.ping()
    return { reached: database }
  } catch (error) {
    const reason = isDatabaseAway(error) || !(error instanceof Error) ? '' : error.message
    return {
      reason: reason === '' ? String(error).slice(0, 200) : reason,
      at: world.realNow().getTime(),
    }
  }
}

/** From this day of a year the next one's calendar, published in early November as a rule, is missed. */
const NEXT_WANTED = '-11-01'

function* calendarFindings(calendar: Calendar, now: Date): Generator<Finding> {
  const today = officeDay(now)
  for (const year of [yearOf(today), yearOf(today) + 1]) {
    const there = calendar.maintained(year)
    const isNext = year > yearOf(today)
    yield {
      check: `calendar-${year}`,
      ok: there || (isNext && today.slice(4) < NEXT_WANTED),
      what: say('doctor-calendar', { year }),
      said: there ? say('said-ok') : say(isNext ? 'said-next-missing' : 'said-no-calendar'),
    }
  }
}

async function wecomFinding(world: World): Promise<Finding> {
  const answer = await world.checkWecom()
  return {
    check: 'wecom',
    ok: answer.kind !== 'refused',
    what: say('doctor-wecom'),
    said:
      answer.kind === 'ok'
        ? say('said-ok')
        : answer.kind === 'simulator'
          ? say('said-simulator')
          : say('said-wecom-refused', { reason: answer.reason }),
  }
}
