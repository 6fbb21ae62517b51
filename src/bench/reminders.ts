import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { day, officeInstant, silentLog, systemClock, systemEntropy } from '../base/index.ts'
import { calendarOf, loadYears } from '../calendar/index.ts'
import { createBoss, type Database, migrate, openDatabase, openEmbedded } from '../db/index.ts'
import { loadRules, openClocks } from '../deadlines/index.ts'
import { loadPolicy, type ReminderMeans, remind } from '../jobs/index.ts'
import {
  createAppBudget,
  createDispatcher,
  enqueuePushes,
  pushQueues,
  textBody,
} from '../notify/index.ts'
import { deliverThrough } from '../reception/index.ts'
import { createFakeWecom } from '../simulator/fake-wecom/index.ts'
import { loadSurveyPolicy } from '../surveys/index.ts'
import { APP_BUDGET, createMemberBudget, createWecomClient } from '../wecom/index.ts'

// `npm run bench:reminders`: what a slot costs over few and over many open deadlines, how long a large office's digests
// take to be built and queued, and how fast pushes drain through the fake WeCom within its limits. Embedded, durable
// PostgreSQL.

const SMALL = 10_000
const LARGE = 1_000_000
const DUE = 2_000
const DIGESTS = 5_000
const PUSHES = 10_000
const TRIES = 7
const TODAY = day('2026-09-08')
const AT = officeInstant(TODAY, '09:10')

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const aims: string[] = []
const aim = (what: string, met: boolean): void =>
  void aims.push(`${met ? 'met   ' : 'MISSED'} ${what}`)

/** Units with a liaison each, a project a unit, and so many lots to hang deadlines on. */
async function office({ client }: Database): Promise<void> {
  await client.$executeRaw`INSERT INTO "Region" ("id", "name") VALUES (1, 'bench')`
  await client.$executeRaw`INSERT INTO "Unit" ("id", "name", "aliases", "regionId") SELECT n, 'unit ' || n, '{}', 1 FROM generate_series(1, ${DIGESTS}::int) n`
  await client.$executeRaw`INSERT INTO "Person" ("id", "userid", "useridShown", "name") SELECT n, 'p' || n, 'p' || n, 'person ' || n FROM generate_series(1, ${DIGESTS}::int) n`
  await client.$executeRaw`INSERT INTO "Appointment" ("personId", "role", "unitId", "fromDay") SELECT n, 'LIAISON', n, '2026-01-01' FROM generate_series(1, ${DIGESTS}::int) n`
  await client.$executeRaw`INSERT INTO "Project" ("id", "code", "name", "unitId") SELECT n, 'P' || n, 'project ' || n, n FROM generate_series(1, ${DIGESTS}::int) n`
  await client.$executeRaw`INSERT INTO "Lot" ("id", "projectId", "name", "aliases", "budget", "category") SELECT n, n, 'project ' || n, '{}', 1, 'GOODS' FROM generate_series(1, ${DIGESTS}::int) n`
}

/** Open deadlines numbered from–to, that ask for attention from that day on. */
async function deadlines(
  { client }: Database,
  [from, to]: readonly [number, number],
  attentionOn: string,
  due: string,
): Promise<void> {
  await client.$executeRaw`
    INSERT INTO "Deadline" ("lotId", "ruleId", "startEventId", "start", "days", "rawDue", "due", "yellowOn", "attentionOn", "state", "knownFrom")
    SELECT 1 + n % ${DIGESTS}::int, (SELECT id FROM "DeadlineRule" WHERE key = 'CONTRACT_SIGN' ORDER BY version DESC LIMIT 1),
      n, '2026-08-10', 30, ${due}, ${due}, ${attentionOn}, ${attentionOn}, 'OPEN', '2026-08-10'
    FROM generate_series(${from}::int, ${to}::int) n`
  await client.$executeRawUnsafe('ANALYZE "Deadline"')
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now()
  const value = await work()
  return { ms: performance.now() - began, value }
}

/** The median of several previews of a slot. */
async function slotCost(database: Database, means: ReminderMeans): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < TRIES; n++) {
    const { ms, value } = await timed(() => remind(database, { at: AT, dryRun: true }, means))
    if (value.length !== DUE) throw new Error(`${value.length} digests instead of ${DUE}`)
    times.push(ms)
  }
  return times.sort((a, b) => a - b)[Math.floor(TRIES / 2)] ?? 0
}

async function drain(database: Database, boss: ReminderMeans['boss']): Promise<void> {
  const fake = createFakeWecom({
    corpId: 'ww1',
    agentId: '1000002',
    secret: 'bench',
    token: 'bench',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    clock: systemClock,
    entropy: systemEntropy,
    deliver: 'http://app.bench/wecom/callback',
    fetch: async () => new Response(''),
  })
  const sentAt = new Map<string, number[]>()
  const wecom = createWecomClient({
    corpId: 'ww1',
    agentId: '1000002',
    secret: 'bench',
    apiBase: 'http://wecom.bench/',
    fetch: fake.fetch,
    clock: systemClock,
    log: silentLog,
  })
  const deliver = deliverThrough(wecom)
  const dispatcher = createDispatcher({
    database,
    boss,
    clock: systemClock,
    log: silentLog,
    budget: createMemberBudget(systemClock),
    appBudget: createAppBudget(database, systemClock, APP_BUDGET),
    quietMinutes: [],
    deliver: async (push) => {
      const times = sentAt.get(push.userid) ?? []
      times.push(Date.now())
      sentAt.set(push.userid, times)
      return deliver(push)
    },
  })
  // Twenty to each of five hundred: more than bulk allows a member within a minute.
  const pushes = Array.from({ length: PUSHES }, (_, n) => ({
    kind: 'SEND' as const,
    queue: 'digest' as const,
    userid: `m${n % 500}`,
    template: 'bench',
    version: 1,
    body: textBody(`message ${n}`),
    reasons: [],
    dedupeKey: `bench ${n}`,
  }))
  for (let from = 0; from < PUSHES; from += 1_000)
    await database.transaction(
      (tx) => enqueuePushes(tx, boss, pushes.slice(from, from + 1_000), systemClock.now()),
      { timeout: 60_000 },
    )
  const left = async (): Promise<number> =>
    database.client.push.count({ where: { template: 'bench', status: { not: 'SENT' } } })
  dispatcher.start()
  const { ms } = await timed(async () => {
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 500))
  })
  await dispatcher.drain()
  const all = [...sentAt.values()]
  const most = Math.max(
    ...all.flatMap((times) =>
      times.map((t) => times.filter((u) => u > t - 60_000 && u <= t).length),
    ),
  )
  const twice = all.reduce((sum, times) => sum + times.length, 0) - PUSHES
  const dropped = [...sentAt.keys()].reduce((sum, userid) => sum + fake.dropped(userid), 0)
  process.stdout.write(
    `drain          ${PUSHES} pushes to 500 members in ${(ms / 1000).toFixed(1)} s, ${Math.round((PUSHES * 1000) / ms)}/s; most to a member in any minute ${most}; dropped by WeCom ${dropped}\n`,
  )
  aim('no member gets more than 30 a minute, nothing is dropped', most <= 30 && dropped === 0)
  aim('10,000 pushes drained, each sent once', twice === 0)
}

const folder = await mkdtemp(join(tmpdir(), 'caixiaozhu-bench-'))
try {
  const embedded = await openEmbedded({ dataDir: join(folder, 'data'), log: silentLog })
  await migrate(embedded.url)
  const database = openDatabase({ url: embedded.url })
  const calendar = calendarOf(loadYears())
  await openClocks(database, { book: loadRules(), calendar }, AT)
  const boss = await createBoss({ url: embedded.url, log: silentLog, queues: pushQueues })
  const { unreachedAfter, remindAfter } = loadSurveyPolicy()
  const means: ReminderMeans = {
    boss,
    calendar,
    policy: loadPolicy(),
    entropy: systemEntropy,
    linkUrl: (page, token) => `https://bench.test/${page}/${token}`,
    unreachedAfter,
    remindAfter,
  }
  await office(database)
  say(`${SMALL} open deadlines`)
  await deadlines(database, [1, DUE], '2026-09-01', '2026-09-09')
  await deadlines(database, [DUE + 1, SMALL], '2027-06-01', '2027-06-08')
  const small = await slotCost(database, means)
  say(`${LARGE} open deadlines`)
  await deadlines(database, [SMALL + 1, LARGE], '2027-06-01', '2027-06-08')
  const large = await slotCost(database, means)
  process.stdout.write(
    `slot           ${DUE} due of ${SMALL}: ${Math.round(small)} ms, of ${LARGE}: ${Math.round(large)} ms, ${(large / small).toFixed(2)} times (medians of ${TRIES})\n`,
  )
  aim(
    'a slot over 1,000,000 deadlines costs at most 1.5 times one over 10,000',
    large <= 1.5 * small,
  )
  await deadlines(database, [LARGE + 1, LARGE + DIGESTS], '2026-09-01', '2026-09-09')
  say(`${DIGESTS} digests`)
  const queued = await timed(() => remind(database, { at: AT, dryRun: false }, means))
  process.stdout.write(
    `digests        ${queued.value.length} built and queued in ${(queued.ms / 1000).toFixed(1)} s\n`,
  )
  aim(
    '5,000 digests built and queued in under 30 s',
    queued.value.length === DIGESTS && queued.ms < 30_000,
  )
  await database.client.$executeRaw`UPDATE "Push" SET status = 'SUPERSEDED' WHERE status = 'QUEUED'`
  await database.client.$executeRaw`DELETE FROM pgboss.job`
  say(`${PUSHES} pushes`)
  await drain(database, boss)
  process.stdout.write(`${aims.join('\n')}\n`)
  await boss.stop()
  await database.close()
  await embedded.stop()
} finally {
  await rm(folder, { recursive: true, force: true })
}
