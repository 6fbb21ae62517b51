import { createLog, officeDay, officeTime, systemClock, systemEntropy } from './base/index.ts'
import { type Config, mistakesText, readConfig } from './config.ts'
import { isDatabaseAway } from './db/index.ts'
import { errorWords } from './error-words.ts'
import { sayDay } from './language/index.ts'
import { dropGarbage, keepHeapLean } from './lean-heap.ts'
import { whenParentGone } from './parent-watch.ts'
import { type RunningOffice, startOffice } from './running-office.ts'
import { startWords } from './start-words.ts'
import { pooledFetch } from './wecom/index.ts'

const { say } = startWords
const print = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

/** What went wrong and what to do next; where nobody foresaw it, the details for whoever mends it. */
function failureWords(failure: unknown): string {
  const words = errorWords(failure, isDatabaseAway)
  if (words !== undefined) return words
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
}

/** By then the jobs of the start have run. */
const AFTER_THE_START_MS = 1_000

async function run(config: Config): Promise<void> {
  keepHeapLean()
  const from = performance.now()
  print(say('starting'))
  const log = createLog(config.logLevel)
  const machine = { clock: systemClock, entropy: systemEntropy, log, fetch: pooledFetch() }
  const service = await startOffice(config, machine)
  for (const line of await linesOf(config, service)) print(line)
  print(say('ready', { seconds: ((performance.now() - from) / 1000).toFixed(1) }))
  stopOnSignals(service)
  setTimeout(dropGarbage, AFTER_THE_START_MS).unref()
}

/** What is running and where. */
async function linesOf(config: Config, service: RunningOffice): Promise<string[]> {
  const { client } = service.app.database
  const [units, people, projects] = await Promise.all([
    client.unit.count(),
    client.person.count(),
    client.project.count(),
  ])
  const counts = { units, people, projects }
  const office = service.demoLoaded ? say('demo-loaded', counts) : say('office', counts)
  const now = service.clock.now()
  return [
    config.databaseUrl === undefined
      ? say('database-embedded', { folder: config.dataDir })
      : say('database-external'),
    people === 0 ? say('office-empty') : office,
    ...(service.clockOffsetMs > 0
      ? [say('clock-moved', { now: `${sayDay(officeDay(now))} ${officeTime(now)}` })]
      : []),
    service.simulatorUrl === undefined
      ? say('mode-real', { origin: config.publicOrigin })
      : say('simulator', { url: service.simulatorUrl }),
  ]
}

/** The first signal drains, the second one ends at once. */
function stopOnSignals(service: RunningOffice): void {
  let stopping = false
  const stop = (reason?: string): void => {
    if (stopping) {
      print(say('forced'))
      process.exit(1)
    }
    stopping = true
    print(reason ?? say('stopping'))
    service.stop().then(
      () => {
        print(say('stopped'))
        process.exit(0)
      },
      (failure: unknown) => {
        complain(failureWords(failure))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => stop())
  process.on('SIGTERM', () => stop())
  process.on('SIGHUP', () => stop())
  whenParentGone(() => stop(say('parent-gone')))
}

// A reader that closed the pipe (`npm start | head`) is no reason to crash.
process.stdout.on('error', () => undefined)

if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
  print(say('help'))
} else {
  const config = readConfig(process.env)
  if (!config.ok) {
    complain(mistakesText(config.error))
    process.exit(1)
  }
  run(config.value).catch((failure: unknown) => {
    complain(failureWords(failure))
    process.exit(1)
  })
}
