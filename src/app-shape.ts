import type { Server } from 'node:http'
import type { Clock, Entropy, Logger } from './base/index.ts'
import type { Calendar } from './calendar/index.ts'
import type { Counter, CounterMeans } from './counter/index.ts'
import type { Database } from './db/index.ts'
import type { ClockKeeper, RuleBook } from './deadlines/index.ts'
import type { Route } from './http/index.ts'
import type { Jobs } from './jobs/index.ts'
import type { Ledger } from './ledger/index.ts'
import type { Dispatcher } from './notify/index.ts'
import type { Reception } from './reception/index.ts'
import type { Fetch } from './wecom/index.ts'

/** What an installation differs in. */
export interface AppSettings {
  readonly databaseUrl: string
  /** How phones reach us, without a slash at the end. */
  readonly publicOrigin: string
  /** CASE_KEY: the first seals, all open; absent: there is no channel for complaints. */
  readonly caseKeys?: readonly [string, ...string[]]
  /** Survey links that were sent to one 微信 account open for it alone; absent: for whoever holds them. */
  readonly bindLinks?: {
    /** Where 微信 tells who opens a page, without a slash at the end. */
    readonly openBase: string
    /** APP_SECRET: the first signs, all verify. */
    readonly secrets: readonly [string, ...string[]]
    /** Any browser counts as 微信: the simulator's phones are none. */
    readonly anyBrowser: boolean
  }
  readonly wecom: {
    readonly corpId: string
    readonly agentId: string
    readonly secret: string
    readonly token: string
    readonly encodingAesKey: string
    readonly apiBase: string
    /** open_kfid of the 微信客服 account; absent: 微信客服 is off. */
    readonly kfId?: string
  }
}

/** The outside, handed in. */
export interface AppWorld {
  readonly clock: Clock
  readonly entropy: Entropy
  readonly fetch: Fetch
  readonly log: Logger
  wait(ms: number): Promise<void>
  /** A stand-in for node-cron's minute ticks, for tests. */
  readonly everyMinute?: (work: () => void) => () => void
  /** Called when the database is open and up to date, before anything reads the clock. May refuse by throwing. */
  readonly prepare?: (database: Database) => Promise<void>
  /** Routes of the simulator, made when the database is open. */
  readonly extraRoutes?: (database: Database) => Promise<readonly Route[]>
}

/** The running service. */
export interface App {
  readonly database: Database
  readonly dispatcher: Dispatcher
  /** The calendar that holds now. */
  readonly calendar: Calendar
  /** Where imports write. */
  readonly writers: {
    readonly ledger: Ledger
    readonly keeper: ClockKeeper
    readonly book: RuleBook
    readonly calendar: Calendar
  }
  /** The jobs; undefined before `begin`. */
  jobs(): Jobs | undefined
  readonly reception: Reception
  /** 微信客服, where it is on, and what it stands on. */
  readonly counter?: Counter
  readonly counterMeans?: CounterMeans
  readonly server: Server
  /** Everything the server answers, each with its gate. */
  readonly routes: readonly Route[]
  /** Starts sending and the jobs: call it once the server listens, since the first push may be for ourselves. */
  begin(): void
  /** Drains: no new requests, running turns and tries end, then the database is let go. */
  stop(): Promise<void>
}
