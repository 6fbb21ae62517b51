import type { Clock, Entropy, Logger } from '../base/index.ts'
import type { RoleName } from '../people/index.ts'
import type { Fetch } from '../wecom/index.ts'

/** A person of the office whose phone can be taken in hand. A person with several roles may come once a role; the first counts. */
export interface OfficeMember {
  /** 企业微信账号 as the office writes it. */
  readonly userid: string
  readonly name: string
  readonly role: RoleName
  /** The unit or section of the role; empty where it has none. */
  readonly place: string
}

/** A supplier with a contract, as somebody of hers writes from 微信. */
export interface SimulatedCustomer {
  readonly lotId: number
  readonly partyId: number
  readonly party: string
  readonly project: string
}

/** How a survey link stands; what `surveys` says of a token. */
export type SurveyLink =
  | {
      readonly kind: 'open'
      readonly occasion: string
      readonly party: string
      readonly project: string
      readonly unit: string
    }
  | { readonly kind: 'used' | 'expired' | 'unknown' }

/** The office's clock, which the simulator moves forward. */
export interface MovableClock extends Clock {
  /** Milliseconds ahead of the real time; 0 while nobody moved it. */
  moved(): number
  /** Moves to a later instant, durably, and runs the jobs that came due. An earlier one changes nothing. */
  moveTo(at: Date): Promise<void>
  /** The next moment at which reminders go out; undefined where no calendar says. */
  nextReminder(): Date | undefined
}

/** Rows that outlive the process, so that phones keep their chats. */
export interface SimulatorMemory {
  /** Everything that was saved, by key. */
  load(): Promise<ReadonlyMap<string, unknown>>
  /** Saves JSON values by key, all or none; null removes. */
  save(entries: ReadonlyMap<string, unknown>): Promise<void>
}

/** What assembly hands in. */
export interface SimulatorPorts {
  /** The self-built app that the fake server plays WeCom for, with its random secrets. */
  readonly app: {
    readonly corpId: string
    readonly agentId: string
    readonly secret: string
    readonly token: string
    readonly aesKey: string
  }
  /** PUBLIC_ORIGIN, without a slash at the end. */
  readonly origin: string
  /** Where the fake server delivers, as `http://127.0.0.1:3000/wecom/callback`. */
  readonly callbackUrl: string
  /** How callbacks travel. */
  readonly fetch: Fetch
  readonly clock: MovableClock
  readonly entropy: Entropy
  readonly log: Logger
  people(): Promise<readonly OfficeMember[]>
  /** Suppliers who can write from 微信; none where 微信客服 is off. */
  customers(): Promise<readonly SimulatedCustomer[]>
  /** A standing link for one of them, as a liaison hands it over. */
  linkFor(customer: SimulatedCustomer): Promise<string>
  /** Opens a survey link without consuming it. */
  survey(token: string): Promise<SurveyLink>
  readonly memory: SimulatorMemory
  /** The built page; `dist/simulator` of the project, if not given. */
  readonly pageFolder?: string
}
