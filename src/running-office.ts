import { type App, assemble, listen } from './app.ts'
import { type Clock, type Entropy, type Logger, ShiftedClock } from './base/index.ts'
import type { Config } from './config.ts'
import { openEmbedded } from './db/index.ts'
import { loadDemoOffice, officeMarks, refuseMarked } from './office/index.ts'
import { SIMULATOR_KF, simulatorOf } from './simulator-ports.ts'
import { simulatorSecrets } from './simulator-secrets.ts'
import type { Fetch } from './wecom/index.ts'

/** What the machine gives. */
export interface Machine {
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Logger
  readonly fetch: Fetch
}

/** The service as it runs, and what the operator is told of it. */
export interface RunningOffice {
  readonly app: App
  readonly clock: Clock
  /** Milliseconds by which the simulator's clock runs ahead. */
  readonly clockOffsetMs: number
  readonly simulatorUrl?: string
  readonly demoLoaded: boolean
  stop(): Promise<void>
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** Opens the database, assembles the app (with the simulator where no WECOM_* is set), loads the demo, listens. */
export async function startOffice(config: Config, machine: Machine): Promise<RunningOffice> {
  const { entropy, log } = machine
  const embedded =
    config.databaseUrl === undefined
      ? await openEmbedded({ dataDir: config.dataDir, log })
      : undefined
  const clock = new ShiftedClock(machine.clock)
  const secrets = config.wecom ? undefined : await simulatorSecrets(config.dataDir, entropy)
  const keys = config.caseKeys ?? (secrets && ([secrets.caseKey] as const))
  const caseKeys = keys && { caseKeys: keys }
  const [appSecret, ...olderSecrets] = config.appSecrets ?? (secrets ? [secrets.appSecret] : [])
  const local = `http://127.0.0.1:${config.port}`
  const simulator = secrets && simulatorOf({ ...machine, config, app: secrets.app, clock })
  const opened = await openApp().catch(async (failure: unknown) => {
    await embedded?.stop()
    throw failure
  })

  async function openApp() {
    const app = await assemble(
      {
        databaseUrl: config.databaseUrl ?? embedded?.url ?? '',
        publicOrigin: config.publicOrigin,
        ...caseKeys,
        ...(appSecret !== undefined &&
          config.bindLinks && {
            bindLinks: {
              openBase: secrets ? `${config.publicOrigin}/simulator/wechat` : config.openBase,
              secrets: [appSecret, ...olderSecrets],
              anyBrowser: secrets !== undefined,
            },
          }),
        wecom: {
          ...(config.wecom ??
            secrets?.app ?? { corpId: '', agentId: '', secret: '', token: '', encodingAesKey: '' }),
          // The fake server's own account.
          ...(secrets && { kfId: SIMULATOR_KF }),
          apiBase: secrets ? `${local}/simulator/wecom` : config.apiBase,
        },
      },
      {
        clock,
        entropy,
        log,
        wait,
        fetch: machine.fetch,
        async prepare(database) {
          if (!secrets) return refuseMarked(database.client)
          clock.advanceTo((await officeMarks(database.client)).clockOffsetMs)
        },
        ...(simulator && { extraRoutes: simulator.open }),
      },
    )
    try {
      const demoLoaded = secrets
        ? await loadDemoOffice(app.database, app.writers, clock.now())
        : false
      await listen(app.server, config.host, config.port)
      await simulator?.started(app)
      app.begin()
      return { app, demoLoaded }
    } catch (failure) {
      await app.stop()
      throw failure
    }
  }

  return {
    ...opened,
    clock,
    clockOffsetMs: clock.offsetMs,
    ...(simulator && { simulatorUrl: `${config.publicOrigin}/simulator` }),
    async stop() {
      await simulator?.close()
      await opened.app.stop()
      await embedded?.stop()
    },
  }
}
