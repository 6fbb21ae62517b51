import type { Clock, Day } from '../base/index.ts'
import type { Database } from '../db/index.ts'
import type { Law } from '../deadlines/index.ts'
import type { OfficeWriters } from '../office/index.ts'
import type { PlannedPush } from '../supervision/index.ts'

/** Where a command reads and writes. */
export interface Terminal {
  /** One line, or several, on stdout. */
  print(text: string): void
  /** For people only: stderr. */
  complain(text: string): void
  /** The lines of stdin. */
  lines(): AsyncIterable<string>
}

/** A wish to run reminders; see `remind` of jobs, which assembly binds. */
export interface RemindWish {
  readonly at: Date
  readonly slot?: 'morning' | 'urgent'
  readonly dryRun: boolean
}

/** Messages that somebody would get. */
export interface SimulatedCount {
  readonly to: string
  readonly template: string
  readonly messages: number
  readonly matters: number
  readonly mostADay: number
}

/** How WeCom answers: nothing wrong, not connected at all, or the reason. */
export type WecomCheck =
  | { readonly kind: 'ok' }
  | { readonly kind: 'simulator' }
  | { readonly kind: 'refused'; readonly reason: string }

/** A scheduled job: see `jobReports` of jobs, which assembly binds. */
export interface JobState {
  readonly job: string
  readonly lastDone: Date | undefined
  readonly failure: string | undefined
  readonly state: 'ok' | 'late' | 'unplanned' | 'unborn'
}

/** The office as commands see it. Everything is opened at the first use: `due` needs no database. */
export interface World {
  /** Open, migrated, and allowed in this mode (throws `office.marked-for-simulation`). */
  database(): Promise<Database>
  /** The same without the question whether it is allowed: for `doctor` and `office reset`. */
  anyDatabase(): Promise<Database>
  /** The office's clock: the simulator's, where it was moved. */
  clock(): Promise<Clock>
  /** The machine's time, for when there is no database to ask. */
  realNow(): Date
  writers(): Promise<OfficeWriters>
  /** The rules and calendars with what was imported; needs the database. */
  law(): Promise<Law>
  /** The same where a database is there and answers, else what came with the program. */
  lawAtHand(): Promise<Law>
  /** What came with the program: needs no database. */
  shippedLaw(): Law
  /** How phones reach the service, without a slash at the end. */
  publicOrigin(): string
  /** Real mode, or the simulator. */
  readonly isReal: boolean
  remind(wish: RemindWish): Promise<PlannedPush[]>
  /** What a policy (the office's own, or a file's) would send over some days, see `simulate` of jobs. */
  simulate(wish: {
    readonly from: Day
    readonly to: Day
    readonly policyFile?: string
  }): Promise<readonly SimulatedCount[]>
  /** The names of the keys of CASE_KEY; undefined where it is not set, `generated` in simulator mode without it. */
  caseKeyNames(): readonly string[] | 'generated' | undefined
  /** WECOM_BIND_LINKS and what it needs: off, played by the simulator, or with or without https. */
  boundLinks(): 'off' | 'simulated' | 'https' | 'no-https'
  /** Every mistake of the variables, in Chinese. */
  configMistakes(): readonly string[]
  checkWecom(): Promise<WecomCheck>
  /** How every scheduled job stands, reminders first. */
  jobStates(now: Date): Promise<readonly JobState[]>
}
