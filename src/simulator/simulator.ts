import { join } from 'node:path'
import { projectRoot } from '../base/index.ts'
import { apiRoutes } from './api-routes.ts'
import { createChatMemory } from './chat-memory.ts'
import { createCustomers } from './customers.ts'
import { type clockView, createDesk, viewOf } from './desk.ts'
import { createExchangeRecord } from './exchange-record.ts'
import { createFakeWecom, type FakeWecom } from './fake-wecom/index.ts'
import { createHandedLinks } from './handed-links.ts'
import { createLive } from './live.ts'
import { openPageFiles } from './page-files.ts'
import { pageRoutes } from './page-routes.ts'
import type { SimulatorPorts } from './ports.ts'
import type { SimulatorRoute } from './route.ts'
import { signInRoute } from './sign-in-route.ts'
import { loadSimulatorWording } from './wording.ts'

/** A phone in the browser, and the fake WeCom server behind it. */
export interface Simulator {
  /** `/simulator` and below; WECOM_API_BASE is `<this server>/simulator/wecom`. */
  readonly routes: readonly SimulatorRoute[]
  readonly fake: FakeWecom
  /** Ends the pages' event streams and saves the phones. Before the server closes: streams keep it open. */
  close(): Promise<void>
}

/**
 * A simulator whose phones show again what they showed before a restart.
 * It reaches the bot only as WeCom does: by the encrypted callback at `callbackUrl`.
 */
export async function createSimulator(ports: SimulatorPorts): Promise<Simulator> {
  const { app, clock, entropy, log, origin } = ports
  const wording = loadSimulatorWording()
  const live = createLive()
  const record = createExchangeRecord()
  const links = createHandedLinks(origin, ports.survey)
  const timers = new Set<NodeJS.Timeout>()

  const fake = createFakeWecom({
    ...app,
    // A phone of the simulator has nowhere to scan a member's QR, and no 群发助手.
    contactsAllowed: false,
    // So that nobody's phone is an external contact; who a supplier is shall be seen all the same.
    namesEverybody: true,
    trusted: origin,
    clock,
    entropy,
    deliver: ports.callbackUrl,
    fetch: ports.fetch,
    later(milliseconds) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        fake.retryDue().catch((error: unknown) => log.warn({ err: error }, 'no second delivery'))
      }, milliseconds + 1)
      timers.add(timer.unref())
    },
    seen(exchange) {
      const { userids, view } = record.add(exchange)
      live.tell({ kind: 'exchange', userids, exchange: view })
    },
  })

  const memory = createChatMemory(fake, ports.memory, log)
  await memory.restore()
  const customers = createCustomers(fake, ports, wording.say)
  for (const { userid } of [...(await ports.people()), ...(await customers.people())])
    for (const item of fake.phone(userid)) links.note(item)

  const tellSuppliers = (): void => {
    links.suppliers().then(
      (suppliers) => live.tell({ kind: 'suppliers', suppliers }),
      (error: unknown) => log.warn({ err: error }, 'survey links not looked up'),
    )
  }
  const unwatch = fake.watch((userid, item) => {
    memory.changed(userid, item)
    live.tell({ kind: 'item', userid, item: viewOf(item) })
    if (links.note(item)) tellSuppliers()
  })

  const told = (view: ReturnType<typeof clockView>): void =>
    live.tell({ kind: 'clock', clock: view })
  const desk = createDesk({ ports, customers, fake, links, record, wording, told })
  const files = openPageFiles(ports.pageFolder ?? join(projectRoot, 'dist/simulator'), wording.say)
  return {
    routes: [
      ...pageRoutes(files, fake),
      signInRoute({ signIn: fake.signIn, customers: customers.people, say: wording.say }),
      ...apiRoutes(desk, live, origin),
    ],
    fake,
    async close() {
      unwatch()
      for (const timer of timers) clearTimeout(timer)
      live.close()
      await memory.settled()
    },
  }
}
