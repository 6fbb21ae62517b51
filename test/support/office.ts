import type { AddressInfo } from 'node:net'
import { type App, type AppWorld, assemble, listen } from '../../src/app.ts'
import { createLog, type Logger, silentLog, systemEntropy } from '../../src/base/index.ts'
import type { Database } from '../../src/db/index.ts'
import { createFakeWecom, type FakeWecom } from '../../src/simulator/fake-wecom/index.ts'
import { type HandClock, handClock } from './clock.ts'
import { officeDatabase } from './database.ts'
import { TEST_APP } from './wecom.ts'

/** The whole service on a database of its own, with a fake WeCom and a hand-moved clock. */
export interface TestOffice extends AsyncDisposable {
  readonly clock: HandClock
  readonly fake: FakeWecom
  /** The running app; another one after a restart. */
  app(): App
  /** Stops the app and starts it again on the same database and port, with what is to be different from now on. */
  restart(changed?: Pick<OfficeOptions, 'caseKeys' | 'wait'>): Promise<void>
  /** Another node of the same service, which the caller stops. */
  another(): Promise<App>
  /** Resolves when everything that was caused has arrived on the phones. */
  settled(): Promise<void>
  readonly origin: string
  /** Its database, reached directly whatever stands between it and the app. */
  readonly database: Database
}

/** What the tests' complaints are sealed under. */
export const TEST_CASE_KEY = 'a case key of the tests, 32 bytes or more'

/** How an office of a test may differ. */
export interface OfficeOptions {
  readonly log?: Logger
  /** Waits of the app; real ones unless a test lets their time pass by hand. */
  readonly wait?: (ms: number) => Promise<void>
  /** Puts something between the app and its database, and gives the address the app is told. */
  readonly reach?: (url: string) => Promise<string>
  /** CASE_KEY; one of the tests unless given, and none for an empty list. */
  readonly caseKeys?: readonly string[]
  readonly extraRoutes?: NonNullable<AppWorld['extraRoutes']>
  /** false: without 微信客服. */
  readonly kf?: false
  /** true: survey links sent to one 微信 open for it alone. */
  readonly bindLinks?: true
}

const realWait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })

/** Opens the service; it is stopped and its database dropped at the end of `await using`. */
export async function openOffice(start: string, options: OfficeOptions = {}): Promise<TestOffice> {
  const database = await officeDatabase()
  const databaseUrl = (await options.reach?.(database.url)) ?? database.url
  const loud = process.env.TEST_LOG ? createLog(process.env.TEST_LOG) : silentLog
  const clock = handClock(start)
  let port = 0
  const origin = (): string => `http://127.0.0.1:${port}`
  const fake = createFakeWecom({
    ...TEST_APP,
    clock,
    entropy: systemEntropy,
    deliver: 'http://office.test/wecom/callback',
    fetch: (url, init) => fetch(url.replace('http://office.test', origin()), init),
  })
  const assembled = ({ caseKeys, wait }: typeof options): Promise<App> => {
    const [caseKey, ...olderKeys] = caseKeys ?? [TEST_CASE_KEY]
    return assemble(
      {
        databaseUrl,
        publicOrigin: 'https://office.test',
        ...(options.bindLinks && {
          bindLinks: {
            openBase: 'https://open.test',
            secrets: ['a secret of the tests, 32 bytes or so'] as const,
            anyBrowser: false,
          },
        }),
        ...(caseKey !== undefined && { caseKeys: [caseKey, ...olderKeys] as const }),
        wecom: {
          ...TEST_APP,
          encodingAesKey: TEST_APP.aesKey,
          ...(options.kf !== false && { kfId: 'wkfake' }),
          apiBase: 'http://wecom.test',
        },
      },
      {
        clock,
        entropy: systemEntropy,
        fetch: fake.fetch,
        log: options.log ?? loud,
        wait: wait ?? realWait,
        everyMinute: () => () => undefined,
        ...(options.extraRoutes && { extraRoutes: options.extraRoutes }),
      },
    )
  }
  const open = async (given: typeof options): Promise<App> => {
    const app = await assembled(given)
    await listen(app.server, '127.0.0.1', port)
    port = (app.server.address() as AddressInfo).port // a listening TCP server has one
    app.begin()
    return app
  }
  let app = await open(options)
  return {
    clock,
    fake,
    database,
    app: () => app,
    get origin() {
      return origin()
    },
    async restart(changed = {}) {
      await app.stop()
      app = await open({ ...options, ...changed })
    },
    async another() {
      const node = await assembled(options)
      node.begin()
      return node
    },
    async settled() {
      await app.reception.idle()
      await app.counter?.idle()
      await app.dispatcher.idle()
    },
    async [Symbol.asyncDispose]() {
      await app.stop()
      await database[Symbol.asyncDispose]()
    },
  }
}
