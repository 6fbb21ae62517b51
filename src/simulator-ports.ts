import { z } from 'zod'
import type { App } from './app.ts'
import { type Entropy, type Logger, officeDay, type ShiftedClock } from './base/index.ts'
import { calendarOf, loadYears } from './calendar/index.ts'
import type { Config, WecomApp } from './config.ts'
import type { Database } from './db/index.ts'
import type { Route } from './http/index.ts'
import { loadPolicy, nextReminder } from './jobs/index.ts'
import { advanceClock } from './office/index.ts'
import { holdersOf, ROLES, unitsOf } from './people/index.ts'
import {
  createSimulator,
  type OfficeMember,
  type Simulator,
  type SimulatorMemory,
} from './simulator/index.ts'
import { handPages, openInvitation } from './surveys/index.ts'
import type { Fetch } from './wecom/index.ts'

/** The simulator while the app is put together around it. */
export interface AttachedSimulator {
  /** Makes the simulator and gives its routes; called when the database is open. */
  open(database: Database): Promise<readonly Route[]>
  /** The server listens: from now on the clock can be moved. */
  started(app: App): Promise<void>
  close(): Promise<void>
}

const MEMORY = 'simulator.'
/** The open_kfid of the simulator's 微信客服 account. */
export const SIMULATOR_KF = 'wkfake'

/** The simulator, given what it needs of the office. */
export function simulatorOf(parts: {
  readonly config: Config
  readonly app: WecomApp
  readonly clock: ShiftedClock
  readonly entropy: Entropy
  readonly log: Logger
  readonly fetch: Fetch
}): AttachedSimulator {
  const { config, clock } = parts
  const policy = loadPolicy()
  const shipped = calendarOf(loadYears())
  let simulator: Simulator | undefined
  let running: App | undefined
  return {
    async open(database) {
      const moveTo = async (at: Date): Promise<void> => {
        const ahead = at.getTime() - clock.now().getTime()
        if (ahead <= 0) return
        clock.advanceTo(await advanceClock(database.client, clock.offsetMs + ahead))
        await running?.jobs()?.tick('moved')
      }
      simulator = await createSimulator({
        app: {
          corpId: parts.app.corpId,
          agentId: parts.app.agentId,
          secret: parts.app.secret,
          token: parts.app.token,
          aesKey: parts.app.encodingAesKey,
        },
        origin: config.publicOrigin,
        callbackUrl: `http://127.0.0.1:${config.port}/wecom/callback`,
        fetch: (url, init) => parts.fetch(url, init),
        clock: {
          now: () => clock.now(),
          moved: () => clock.offsetMs,
          moveTo,
          nextReminder: () => nextReminder(policy, running?.calendar ?? shipped, clock.now()),
        },
        entropy: parts.entropy,
        log: parts.log,
        people: () => members(database, clock),
        customers: () => customersOf(database),
        linkFor: (page) =>
          database
            .transaction((tx) =>
              handPages(tx, [page], 'office', { entropy: parts.entropy, at: clock.now() }),
            )
            .then(([token = '']) => token),
        survey: (token) => openInvitation(database.client, token, clock.now()),
        memory: memoryIn(database),
      })
      return simulator.routes
    },
    async started(app) {
      running = app
    },
    close: async () => simulator?.close(),
  }
}

/** Everybody with a role today, with the unit or section of the role. */
async function members(database: Database, clock: ShiftedClock): Promise<OfficeMember[]> {
  const today = officeDay(clock.now())
  return database.transaction(async (tx) => {
    const holders = await holdersOf(tx, ROLES, today)
    const units = await unitsOf(tx, { all: true, unitIds: [], sectionIds: [], regionIds: [] })
    const sections = await tx.section.findMany({ select: { id: true, name: true } })
    return holders.map(({ userid, name, role, unitId, sectionId }) => ({
      userid,
      name,
      role,
      place:
        units.find((unit) => unit.id === unitId)?.name ??
        sections.find((section) => section.id === sectionId)?.name ??
        '',
    }))
  })
}

/** Suppliers whose phones can be taken in hand. */
const CUSTOMERS = 6
const Customer = z.object({
  lotId: z.number(),
  partyId: z.number(),
  party: z.string(),
  project: z.string(),
})

/** A few suppliers whose contracts run, each once, the one with the latest event first. */
async function customersOf(database: Database): Promise<z.infer<typeof Customer>[]> {
  return z.array(Customer).parse(
    await database.client.$queryRaw<unknown[]>`
      SELECT DISTINCT ON (v."id") l."id" AS "lotId", v."id" AS "partyId", v."name" AS "party", l."name" AS "project"
      FROM "Lot" l JOIN "Party" v ON v."id" = l."supplierId"
      JOIN "LiveEvent" e ON e."lotId" = l."id" JOIN "LedgerEvent" k ON k."id" = e."eventId" AND k."kind" IN ('ACCEPTED', 'PAID')
      ORDER BY v."id", k."day" DESC LIMIT ${CUSTOMERS}::int`,
  )
}

/** The phones' memory: rows of Setting, apart from everything the office itself remembers. */
function memoryIn(database: Database): SimulatorMemory {
  return {
    async load() {
      const rows = await database.client.setting.findMany({
        where: { key: { startsWith: MEMORY } },
      })
      return new Map(rows.map(({ key, value }) => [key.slice(MEMORY.length), value]))
    },
    async save(entries) {
      const kept = [...entries].filter(([, value]) => value !== null)
      const gone = [...entries].flatMap(([key, value]) =>
        value === null ? [`${MEMORY}${key}`] : [],
      )
      const rows = JSON.stringify(kept.map(([key, value]) => ({ key: `${MEMORY}${key}`, value })))
      await database.transaction(async (tx) => {
        await tx.$executeRaw`DELETE FROM "Setting" WHERE "key" = ANY(${gone}::text[])`
        await tx.$executeRaw`
          INSERT INTO "Setting" ("key", "value")
          SELECT "key", "value" FROM jsonb_to_recordset(${rows}::jsonb) AS x("key" text, "value" jsonb)
          ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value"`
      })
    },
  }
}
