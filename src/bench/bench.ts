import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Day, silentLog } from '../base/index.ts'
import { openEmbedded } from '../db/index.ts'
import { openAppBudget } from './app-budget.ts'
import { breakdownOf } from './breakdown.ts'
import { type Load, loadOf, type Measured, nothing, together } from './load.ts'
import { benchOffice } from './office.ts'
import type { Seen } from './probe.ts'
import { memoryOf, postgresProcesses, processorTime } from './processes.ts'
import { benchScript, freePort, type Program, runProgram, startProgram } from './programs.ts'
import { type Result, rounded, spreadOf, turnsOf } from './result.ts'
import { BENCH_APP, type BenchWecom, openWecom } from './wecom.ts'

/** What to run. */
export interface BenchPlan {
  readonly seconds: number
  readonly people: number
  /** An empty folder for data and logs. */
  readonly folder: string
  readonly today: Day
  /** Where to leave processor profiles of the loaded service and of its start. */
  readonly profile?: string
}

/** More reports than any machine here makes in a second; running out is reported. */
const REPORTS_A_SECOND = 200
/** Reports for the warm-up and for the breakdown. */
const SPARE_REPORTS = 5_000
const BREAKDOWN_MS = 4_000
/** Both programs are measured in turns, so that whatever else the machine does hits both. */
const ROUNDS = 6
/** Until then code and statements are cold: at 15 s a tenth of the service's time still went into compiling. */
const WARM_UP_MS = 30_000
/** A round of the reference beside one of the service. */
const REFERENCE_SHARE = 0.3
/** After this an idle service has settled. */
const SETTLE_MS = 2_000

/** Runs the bench; `say` is told what happens. */
export async function bench(plan: BenchPlan, say: (line: string) => void): Promise<Result> {
  const { folder, people } = plan
  const ports = { service: await freePort(), reference: await freePort() }
  const origin = (port: number): string => `http://127.0.0.1:${port}`
  const wecom = await openWecom({
    service: origin(ports.service),
    reference: origin(ports.reference),
  })
  const dataDir = join(folder, 'data')
  const env = serviceEnv(wecom, ports.service, dataDir)
  const log = join(folder, 'service.log')
  const service = { env, log, ready: `${origin(ports.service)}/readyz` }
  const node = process.execPath
  try {
    const office = benchOffice(plan.seconds * REPORTS_A_SECOND + SPARE_REPORTS, plan.today)
    say(`importing ${office.people.length} units`)
    const csv = join(folder, 'office')
    await office.write(csv)
    await runProgram({ command: [node, 'dist/cli.js', 'import', csv], env, log })

    say('warm start')
    const npm = await startProgram({ ...service, command: ['npm', 'start', '--silent'] })
    await npm.stop()
    const flags = plan.profile ? ['--cpu-prof', `--cpu-prof-dir=${plan.profile}`] : []
    const program = await startProgram({ ...service, command: [node, ...flags, 'dist/main.js'] })
    await pause(SETTLE_MS)
    const own = (): number[] => ownProcesses(program, dataDir)
    const idle = memoryOf(own())

    const load = loadOf(office, wecom.members)
    const measured = nothing()
    const reference = nothing()
    const work = { load, wecom, people, say, seconds: plan.seconds }
    const processor = await besideReference(
      { ...work, measured, reference },
      { port: ports.reference, dataDir, log: join(folder, 'reference.log') },
      program,
    )
    const after = memoryOf(own())
    await program.stop()

    say('breakdown')
    const probed = await startProgram({
      ...service,
      command: [node, '--import', 'tsx', '--import', benchScript('probe.ts'), 'dist/main.js'],
    })
    await load.run(1, BREAKDOWN_MS, nothing())
    const seen = await seenBy(probed)
    await probed.stop()

    const turns = turnsOf(measured)
    const rate = rounded((reference.reports.length * 1000) / reference.elapsed)
    return {
      people,
      seconds: plan.seconds,
      turns,
      reports: spreadOf(measured.reports),
      confirms: spreadOf(measured.confirms),
      reference: { ...spreadOf(reference.reports), rate },
      ratio: rounded(turns.rate / rate, 3),
      tapToMessage: spreadOf(measured.tapToMessage),
      warmStart: { npmStart: rounded(npm.readyAfter), node: rounded(program.readyAfter) },
      memory: { ...(idle && { idle }), ...(after && { after }) },
      processor: {
        turn: shareOf(processor.turns, turns.count),
        reference: shareOf(processor.reference, reference.reports.length),
      },
      breakdown: breakdownOf(seen),
    }
  } finally {
    await wecom.close()
  }
}

interface Processor {
  node: number
  postgres: number
}

interface Work {
  readonly load: Load
  readonly wecom: BenchWecom
  readonly people: number
  readonly seconds: number
  readonly measured: Measured
  readonly reference: Measured
  say(line: string): void
}

/** Service and reference in turns; gives the processor time that each took. */
async function besideReference(
  { load, wecom, people, seconds, measured, reference, say }: Work,
  at: { readonly port: number; readonly dataDir: string; readonly log: string },
  program: Program,
) {
  const embedded = await openEmbedded({ dataDir: at.dataDir, log: silentLog })
  const other = await startProgram({
    command: [
      process.execPath,
      '--import',
      'tsx',
      benchScript('reference.ts'),
      String(at.port),
      embedded.url,
    ],
    log: at.log,
    ready: `http://127.0.0.1:${at.port}/`,
  })
  const budget = await openAppBudget(embedded.url)
  const postgres = (): number => processorTime(postgresProcesses(at.dataDir))
  const used = { turns: { node: 0, postgres: 0 }, reference: { node: 0, postgres: 0 } }
  let number = 0
  const refer = async (ms: number, into: Measured): Promise<void> => {
    into.elapsed += await together(people, ms, async () => {
      number += 1
      const from = performance.now()
      const { kind } = await wecom.reference.say(`reference${number % 200}`, String(number))
      if (kind !== 'answered') throw new Error(`the reference's callback was ${kind}`)
      into.reports.push(performance.now() - from)
      return true
    })
  }
  const during = async (pid: number, into: Processor, work: () => Promise<void>): Promise<void> => {
    const before = { node: processorTime([pid]), postgres: postgres() }
    await work()
    into.node += processorTime([pid]) - before.node
    into.postgres += postgres() - before.postgres
  }
  const round = (seconds * 1000) / ROUNDS
  say('warming up')
  await refer(WARM_UP_MS / 2, nothing())
  await load.run(people, WARM_UP_MS, nothing())
  for (let i = 1; i <= ROUNDS; i++) {
    say(`round ${i} of ${ROUNDS}`)
    await during(other.pid, used.reference, () => refer(round * REFERENCE_SHARE, reference))
    await during(program.pid, used.turns, () => load.run(people, round, measured))
  }
  if (load.left() === 0) say('every report was made before the time was over')
  await budget.close()
  await other.stop()
  await embedded.stop()
  return used
}

export function serviceEnv(wecom: BenchWecom, port: number, dataDir: string) {
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: `http://127.0.0.1:${port}`,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    WECOM_CORP_ID: BENCH_APP.corpId,
    WECOM_AGENT_ID: BENCH_APP.agentId,
    WECOM_SECRET: BENCH_APP.secret,
    WECOM_TOKEN: BENCH_APP.token,
    WECOM_ENCODING_AES_KEY: BENCH_APP.aesKey,
    WECOM_API_BASE: wecom.apiBase,
    APP_SECRET: 'a-secret-of-the-bench-long-enough-to-be-one',
  }
}

const shareOf = ({ node, postgres }: Processor, count: number): Processor => ({
  node: rounded(node / count, 2),
  postgres: rounded(postgres / count, 2),
})

/** The service and its database. */
const ownProcesses = (program: Program, dataDir: string): number[] => [
  program.pid,
  ...postgresProcesses(dataDir),
]

/** What the probe in that program has noted. */
function seenBy({ child }: Program): Promise<Seen> {
  return new Promise((resolve) => {
    // Sent by probe.ts of this folder.
    child.once('message', (seen) => resolve(seen as Seen))
    child.send('report')
  })
}
