import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog, systemEntropy } from '../base/index.ts'
import { createBoss, type Database, migrate, openDatabase, openEmbedded } from '../db/index.ts'
import { readLots } from '../ledger/index.ts'
import { enqueuePushes, pushQueues, textBody } from '../notify/index.ts'
import { invite, loadSurveyPolicy } from '../surveys/index.ts'
import { serviceEnv } from './bench.ts'
import { postgresProcesses, processorTime } from './processes.ts'
import { freePort, startProgram } from './programs.ts'
import { rounded, spreadOf } from './result.ts'
import { openWecom } from './wecom.ts'

// `npm run bench:survey`: invitations created and queued as a turn does it, then every one of them answered through
// the real page of the running service, on an embedded, durable PostgreSQL.

const INVITATIONS = 10_000
const UNITS = 500
/** Nobody is asked more than four times a quarter. */
const A_SUPPLIER = 4
/** Lots whose histories are read, invited and queued in one transaction. */
const BATCH = 100
const WRITERS = 4
/** Suppliers who submit at the same moment. */
const PEOPLE = 32
/** Submissions before the measurement: code and statements are cold. */
const WARM_UP = 1_000
const MS = { invite: 20_000, p99: 100 } as const
const A_SECOND = 500

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** An office with a lot for every invitation, each accepted yesterday. */
async function fill({ client }: Database): Promise<void> {
  await client.$executeRaw`INSERT INTO "Region" ("id", "name") VALUES (1, 'bench')`
  await client.$executeRaw`INSERT INTO "Unit" ("id", "name", "aliases", "regionId") SELECT n, 'unit ' || n, '{}', 1 FROM generate_series(1, ${UNITS}::int) n`
  await client.$executeRaw`INSERT INTO "Party" ("id", "kind", "name", "aliases") SELECT n, 'SUPPLIER', 'supplier ' || n, '{}' FROM generate_series(1, ${INVITATIONS / A_SUPPLIER}::int) n`
  await client.$executeRaw`INSERT INTO "Project" ("id", "code", "name", "unitId") SELECT n, 'P' || n, 'project ' || n, 1 + n % ${UNITS}::int FROM generate_series(1, ${INVITATIONS}::int) n`
  await client.$executeRaw`INSERT INTO "Lot" ("id", "projectId", "name", "aliases", "budget", "category", "supplierId") SELECT n, n, 'project ' || n, '{}', 1, 'GOODS', 1 + n % ${INVITATIONS / A_SUPPLIER}::int FROM generate_series(1, ${INVITATIONS}::int) n`
  await client.$executeRaw`INSERT INTO "LedgerEvent" ("id", "lotId", "kind", "day", "source", "recordedAt") SELECT n, n, 'ACCEPTED', '2026-09-09', 'CHAT', now() FROM generate_series(1, ${INVITATIONS}::int) n`
  await client.$executeRaw`INSERT INTO "LiveEvent" ("eventId", "lotId", "onceKey") SELECT n, n, 'ACCEPTED' FROM generate_series(1, ${INVITATIONS}::int) n`
  await client.$executeRawUnsafe('ANALYZE')
}

/** Invites for every lot and queues the message with its link; the tokens. */
async function inviteAll(database: Database, url: string): Promise<string[]> {
  const boss = await createBoss({ url, log: silentLog, queues: pushQueues })
  const policy = loadSurveyPolicy()
  const tokens: string[] = []
  let next = 1
  const work = async (): Promise<void> => {
    while (next <= INVITATIONS) {
      const from = next
      next += BATCH
      const at = new Date()
      const lotIds = Array.from({ length: BATCH }, (_, n) => from + n)
      await database.transaction(
        async (tx) => {
          const pushes = []
          for (const history of await readLots(tx, { lotIds })) {
            const [event] = history.events
            if (!event) throw new Error('a lot without its event')
            const means = { entropy: systemEntropy, at, policy }
            const asked = await invite(tx, { event, history }, means)
            if (asked.kind !== 'invited') throw new Error(asked.kind)
            tokens.push(asked.token)
            pushes.push({
              kind: 'SEND' as const,
              queue: 'chat' as const,
              userid: `liaison${history.unit.id}`,
              template: 'survey-link',
              version: 1,
              body: textBody(`https://office.test/s/${asked.token}`),
              reasons: [],
              dedupeKey: `survey-link/${event.id}/bench`,
            })
          }
          await enqueuePushes(tx, boss, pushes, at)
        },
        { timeout: 60_000 },
      )
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, work))
  await boss.stop()
  return tokens
}

const FORM = 'score1=5&score2=4&score3=5&score4=4&score5=5&help=no&comment=%E5%8F%8A%E6%97%B6'

/** Suppliers sit in as many places as there are of them; the bench speaks for the proxy of this machine. */
const addressOf = (n: number): string => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`

/** Submits one survey; milliseconds until the whole answer was there. Throws when it was not taken. */
function submit(agent: Agent, port: number, token: string, address: string): Promise<number> {
  const from = performance.now()
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': FORM.length,
      'x-real-ip': address,
    }
    const sent = request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: `/s/${token}`, headers },
      (answer) => {
        answer.resume()
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(performance.now() - from)
            : reject(new Error(`status ${answer.statusCode}`)),
        )
      },
    )
    sent.on('error', reject)
    sent.end(FORM)
  })
}

async function submitAll(port: number, tokens: readonly string[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE })
  const times: number[] = []
  let next = 0
  const person = async (): Promise<void> => {
    for (let token = tokens[next++]; token !== undefined; token = tokens[next++]) {
      times.push(await submit(agent, port, token, addressOf(next)))
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, person))
  agent.destroy()
  return times
}

const folder = await mkdtemp(join(tmpdir(), 'caixiaozhu-bench-'))
try {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const dataDir = join(folder, 'data')
  const embedded = await openEmbedded({ dataDir, log: silentLog })
  await migrate(embedded.url)
  const database = openDatabase({ url: embedded.url })
  say('filling an office')
  await fill(database)
  say(`creating and queueing ${INVITATIONS} invitations`)
  const began = performance.now()
  const tokens = await inviteAll(database, embedded.url)
  const inviting = performance.now() - began
  // They wait in the outbox; sending them is not what is measured next.
  await database.client.$executeRaw`UPDATE "Push" SET status = 'WITHDRAWN'`
  await database.client.$executeRaw`DELETE FROM pgboss.job`
  const wecom = await openWecom({ service: origin, reference: origin })
  const service = await startProgram({
    command: [process.execPath, 'dist/main.js'],
    env: serviceEnv(wecom, port, dataDir),
    log: join(folder, 'service.log'),
    ready: `${origin}/readyz`,
  })
  say('submitting')
  await submitAll(port, tokens.slice(0, WARM_UP))
  const used = () => ({
    node: processorTime([service.pid]),
    postgres: processorTime(postgresProcesses(dataDir)),
  })
  const before = used()
  const from = performance.now()
  const times = await submitAll(port, tokens.slice(WARM_UP))
  const elapsed = performance.now() - from
  const after = used()
  await service.stop()
  await wecom.close()
  const answered = await database.client.invitation.count({ where: { usedOn: { not: null } } })
  const anonymous =
    (await database.client.answerSpool.count()) + (await database.client.answer.count())
  await database.close()
  await embedded.stop()
  if (answered !== INVITATIONS || anonymous !== INVITATIONS)
    throw new Error(`only ${answered} marks and ${anonymous} answers were kept`)
  const { p50, p95, p99 } = spreadOf(times)
  const rate = Math.round((times.length * 1000) / elapsed)
  const each = (of: 'node' | 'postgres') => rounded((after[of] - before[of]) / times.length, 2)
  const met = (yes: boolean): string => (yes ? 'met   ' : 'MISSED')
  const lines = [
    `${INVITATIONS} invitations created and queued in ${(inviting / 1000).toFixed(1)} s`,
    `${times.length} submissions, ${PEOPLE} at once: ${rate}/s   p50 ${p50} ms   p95 ${p95} ms   p99 ${p99} ms`,
    `processor time of each: Node ${each('node')} ms, PostgreSQL ${each('postgres')} ms`,
    `${met(inviting < MS.invite)} ${INVITATIONS} invitations created and queued in under ${MS.invite / 1000} s`,
    `${met(rate >= A_SECOND)} at least ${A_SECOND} submissions a second`,
    `${met(p99 < MS.p99)} p99 under ${MS.p99} ms`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
