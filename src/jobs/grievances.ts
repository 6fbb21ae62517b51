import { type Day, loadWording, officeDay } from '../base/index.ts'
import { whereMaintained } from '../calendar/index.ts'
import {
  allHolders,
  type Grievance,
  type GrievanceClocks,
  handlersOf,
  leadersOver,
  listGrievances,
  markAnnounced,
  type Owed,
  owedOn,
  type Sealer,
  unannounced,
  workdaysLeft,
} from '../cases/index.ts'
import type { Database, Tx } from '../db/index.ts'
import { sayDay } from '../language/index.ts'
import { enqueuePushes, type NewPush, type PushBoss, textBody } from '../notify/index.ts'
import type { Holder } from '../people/index.ts'

const wording = loadWording(['pushes', 'grievances.yaml'], {
  new: ['name', 'no'],
  more: ['name', 'no'],
  near: ['name', 'no', 'what', 'day', 'basis'],
  late: ['name', 'no', 'what', 'day', 'basis'],
  'late-leader': ['name', 'no', 'what', 'day', 'basis'],
  nobody: ['name', 'no'],
  basis: ['basis'],
  target: [],
  'what-REVIEW': [],
  'what-SERVE': [],
  'what-DECISION': [],
  'what-ANSWER': [],
  'what-CLOSE': [],
})

/** What telling the handlers stands on. */
export interface GrievanceNews {
  readonly database: Database
  readonly boss: PushBoss
  readonly sealer: Sealer
  readonly clocks: GrievanceClocks
}

/**
 * Tells handlers what came up to yesterday and what is near or late, by number only; leaders what is late, and
 * administrators where nobody may handle one. Once a day: a push bears its instant, and must not tell when something
 * was written. On a day that is not worked nothing goes out. How many pushes were queued.
 */
export async function tellOfGrievances(news: GrievanceNews, at: Date): Promise<number> {
  const { database, boss, sealer, clocks } = news
  const today = officeDay(at)
  const works = whereMaintained(() => clocks.calendar.isWorkday(today))
  if (works.ok && !works.value) return 0
  return database.transaction(async (tx: Tx) => {
    const fresh = new Set(await unannounced(tx, today))
    const holders = await allHolders(tx, today)
    const pushes: NewPush[] = []
    for (const one of await listGrievances(tx, sealer, 'all')) {
      if ('locked' in one) continue
      const handlers = handlersOf(one.report, holders)
      if (handlers.length === 0 && !one.decided) pushes.push(...nobody(one, holders, today))
      if (fresh.has(one.id))
        pushes.push(
          ...handlers.map((to) => push(to, one, 'new', wording.say('new', about(to, one)))),
        )
      else pushes.push(...added(one, handlers, today))
      for (const owed of owedOn(one, clocks))
        pushes.push(...reminders(one, owed, { handlers, holders, today, clocks }))
    }
    await markAnnounced(tx, [...fresh])
    const stored = await enqueuePushes(tx, boss, pushes, at)
    return stored.filter(({ kind }) => kind === 'queued').length
  })
}

const about = ({ name }: Holder, { no }: Grievance) => ({ name, no })

function push({ userid }: Holder, { no }: Grievance, key: string, text: string): NewPush {
  return {
    kind: 'SEND',
    queue: 'digest',
    userid,
    template: 'grievance',
    version: 1,
    body: textBody(text),
    reasons: [],
    dedupeKey: `grievance ${no} ${key} ${userid.toLowerCase()}`,
  }
}

/** What the reporter added on an earlier day and nobody of the office has answered since. */
function added(one: Grievance, handlers: readonly Holder[], today: Day): NewPush[] {
  const last = one.notes.at(-1)
  if (last?.act !== 'SAY' || last.day >= today) return []
  return handlers.map((to) =>
    push(to, one, `more ${one.notes.length}`, wording.say('more', about(to, one))),
  )
}

function nobody(one: Grievance, holders: readonly Holder[], today: Day): NewPush[] {
  return holders
    .filter(({ role }) => role === 'ADMIN')
    .map((to) => push(to, one, `nobody ${today}`, wording.say('nobody', about(to, one))))
}

/** Each matter is near once and late once; what is late goes to the leaders too. */
function reminders(
  one: Grievance,
  { what, due, basis }: Owed,
  {
    handlers,
    holders,
    today,
    clocks,
  }: {
    readonly handlers: readonly Holder[]
    readonly holders: readonly Holder[]
    readonly today: Day
    readonly clocks: GrievanceClocks
  },
): NewPush[] {
  const left = due === null ? undefined : workdaysLeft(clocks.calendar, today, due)
  if (due === null || left === undefined) return []
  const isLate = due < today
  if (!isLate && left > clocks.policy.warn) return []
  const said = {
    what: wording.say(`what-${what}`),
    day: sayDay(due, { today }),
    basis: basis === undefined ? wording.say('target') : wording.say('basis', { basis }),
  }
  const key = isLate ? 'late' : 'near'
  const told = handlers.map((to) =>
    push(to, one, `${key} ${what} ${due}`, wording.say(key, { ...about(to, one), ...said })),
  )
  if (!isLate) return told
  const hands = new Set(handlers.map(({ personId }) => personId))
  const leaders = leadersOver(one.report, holders).filter(({ personId }) => !hands.has(personId))
  return [
    ...told,
    ...leaders.map((to) =>
      push(
        to,
        one,
        `late ${what} ${due}`,
        wording.say('late-leader', { ...about(to, one), ...said }),
      ),
    ),
  ]
}
