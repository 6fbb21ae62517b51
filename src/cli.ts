import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Clock, createLog, ShiftedClock, systemClock, systemEntropy } from './base/index.ts'
import { loadYears } from './calendar/index.ts'
import { sealerOf } from './cases/index.ts'
import { runCli, type Terminal, type World } from './cli/index.ts'
import { type Config, mistakesText, readConfig } from './config.ts'
import {
  createBoss,
  type Database,
  isDatabaseAway,
  migrate,
  openDatabase,
  openEmbedded,
} from './db/index.ts'
import { type Law, loadRules, openClocks, openLaw } from './deadlines/index.ts'
import { errorWords } from './error-words.ts'
import { jobReports, loadPolicy, remind, simulate } from './jobs/index.ts'
import { openLedger } from './ledger/index.ts'
import { type PushBoss, pushQueues } from './notify/index.ts'
import { type OfficeWriters, officeMarks, refuseMarked } from './office/index.ts'
import { loadSurveyPolicy, revokeInvitations } from './surveys/index.ts'
import { createTokenCache } from './wecom/index.ts'

/** For `doctor`: an answer of WeCom that takes longer is as good as none. */
const WECOM_TIMEOUT_MS = 5_000

/** The variables are wrong: told as they are, all at once. */
class ConfigError extends Error {}

/** A dry run queues nothing; one that tried would be a mistake of ours. */
const mustNot = () => Promise.reject(new Error('a dry run must not queue'))
const noBoss: PushBoss = {
  enqueue: mustNot,
  take: mustNot,
  heldFor: mustNot,
  done: mustNot,
  drop: mustNot,
  fail: mustNot,
}

/** Makes a value at the first call and keeps it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The office opened as far as a command needs it, and how to let go of it. */
function openWorld(env: NodeJS.ProcessEnv): { world: World; close: () => Promise<void> } {
  const read = readConfig(env, 'cli')
  const config = (): Config => {
    if (!read.ok) throw new ConfigError(mistakesText(read.error))
    return read.value
  }
  const isReal = read.ok ? read.value.wecom !== undefined : true
  const log = createLog(read.ok ? read.value.logLevel : 'info')
  const closing: (() => Promise<void>)[] = []

  const anyDatabase = once(async (): Promise<Database> => {
    const { databaseUrl, dataDir } = config()
    let url = databaseUrl
    if (url === undefined) {
      const embedded = await openEmbedded({ dataDir, log })
      closing.unshift(() => embedded.stop())
      url = embedded.url
    }
    await migrate(url)
    const database = openDatabase({ url, poolSize: 3, applicationName: 'caixiaozhu cli' })
    closing.unshift(() => database.close())
    return database
  })
  const database = once(async () => {
    const opened = await anyDatabase()
    if (isReal) await refuseMarked(opened.client)
    return opened
  })
  const clock = once(async (): Promise<Clock> => {
    if (isReal) return systemClock
    const { clockOffsetMs } = await officeMarks((await anyDatabase()).client)
    return new ShiftedClock(systemClock, clockOffsetMs)
  })
  const shippedLaw = once((): Law => openLaw({ book: loadRules(), years: loadYears() }))
  const law = once(async (): Promise<Law> => {
    await shippedLaw().refresh((await anyDatabase()).client)
    return shippedLaw()
  })
  const writers = once(async (): Promise<OfficeWriters> => {
    const at = (await clock()).now()
    const keeper = await openClocks(await database(), await law(), at)
    const ledger = openLedger({ clocks: keeper.follow, invitations: revokeInvitations })
    const { book, calendar } = await law()
    return { ledger, keeper, book, calendar }
  })

  async function openBoss(url: string) {
    const boss = await createBoss({ url, log, queues: pushQueues })
    closing.unshift(() => boss.stop())
    return boss
  }

  const world: World = {
    database,
    anyDatabase,
    clock,
    writers,
    law,
    shippedLaw,
    async lawAtHand() {
      if (!read.ok || (read.value.databaseUrl === undefined && !existsSync(read.value.dataDir)))
        return shippedLaw()
      // A limit can be worked out without a database, so nothing that is wrong with it may stand in the way.
      return law().catch(shippedLaw)
    },
    publicOrigin: () => config().publicOrigin,
    isReal,
    realNow: () => systemClock.now(),
    caseKeyNames() {
      const { caseKeys } = config()
      if (!caseKeys) return isReal ? undefined : 'generated'
      return sealerOf(caseKeys, systemEntropy).keyNames
    },
    boundLinks() {
      const { bindLinks, publicOrigin } = config()
      if (!bindLinks) return 'off'
      if (!isReal) return 'simulated'
      return publicOrigin.startsWith('https:') ? 'https' : 'no-https'
    },
    configMistakes: () => (read.ok ? [] : read.error),
    jobStates: async (now) =>
      jobReports(
        (await anyDatabase()).client,
        { policy: loadPolicy(), calendar: (await law()).calendar },
        now,
      ),
    async remind(wish) {
      const opened = await database()
      await writers() // the clocks of lots that waited for a new rule or calendar come first
      const boss = wish.dryRun ? noBoss : await openBoss(opened.url)
      const { publicOrigin } = config()
      return remind(opened, wish, {
        boss,
        calendar: (await law()).calendar,
        policy: loadPolicy(),
        entropy: systemEntropy,
        linkUrl: (page, token) => `${publicOrigin}/${page}/${token}`,
        unreachedAfter: loadSurveyPolicy().unreachedAfter,
        remindAfter: loadSurveyPolicy().remindAfter,
      })
    },
    async simulate({ policyFile, ...days }) {
      const policy = loadPolicy(policyFile)
      const { unreachedAfter, remindAfter } = loadSurveyPolicy()
      const opened = await database()
      return simulate(opened, days, {
        policy,
        calendar: (await law()).calendar,
        unreachedAfter,
        remindAfter,
      })
    },
    async checkWecom() {
      if (!read.ok) return { kind: 'refused', reason: '' }
      const { wecom, apiBase } = read.value
      if (!wecom) return { kind: 'simulator' }
      const tokens = createTokenCache({
        ...wecom,
        apiBase,
        fetch,
        clock: systemClock,
        timeoutMs: WECOM_TIMEOUT_MS,
      })
      const outcome = await tokens.get()
      return outcome.kind === 'token' ? { kind: 'ok' } : { kind: 'refused', reason: outcome.errmsg }
    },
  }
  const close = async (): Promise<void> => {
    for (const end of closing) await end()
  }
  return { world, close }
}

const terminal: Terminal = {
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
  lines: () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
}

/** Waits until what was printed has left, so that exiting cuts nothing off a pipe. */
const flushed = (): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.writableLength === 0) resolve()
    else process.stdout.write('', () => resolve())
  })

async function main(): Promise<number> {
  const { world, close } = openWorld(process.env)
  // The reader of a pipe may leave early (`| head`): that is no fault, but nothing more can be said.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    void close().finally(() => process.exit(error.code === 'EPIPE' ? 0 : 1))
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(
      signal,
      () => void close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143)),
    )
  }
  try {
    return await runCli(process.argv.slice(2), terminal, world)
  } catch (error) {
    if (error instanceof ConfigError) terminal.complain(error.message)
    else
      terminal.complain(
        errorWords(error, isDatabaseAway) ?? String(error instanceof Error ? error.stack : error),
      )
    return 1
  } finally {
    await close()
  }
}

process.exitCode = await main()
await flushed()
process.exit()
