import type { CallbackOutcome, Exchange, PhoneItem } from './fake-wecom/index.ts'

// What travels between the server and its page. Instants are ISO texts.

/** The same with its instant as text. */
type Sent<T> = T extends unknown ? Omit<T, 'at'> & { readonly at: string } : never

/** An entry of a phone. */
export type ItemView = Sent<PhoneItem>

/** What passed between app and WeCom. */
export type ExchangeView = Sent<Exchange> & {
  /** Grows; tells exchanges apart. */
  readonly id: number
}

/** The headings under which people are listed. */
export const GROUPS = ['liaison', 'section', 'leader', 'other', 'stranger', 'customer'] as const
/** One of them. */
export type Group = (typeof GROUPS)[number]

/** A person who can be chosen. */
export interface PersonView {
  /** In lower case: the key. */
  readonly userid: string
  readonly name: string
  readonly group: Group
  /** Role and place, as they are shown. */
  readonly role: string
  readonly place: string
}

/** A survey link that somebody's phone has shown. */
export interface SurveyView {
  readonly url: string
  readonly occasion: string
  readonly project: string
  readonly unit: string
  readonly state: 'open' | 'used' | 'expired'
}

/** A supplier to whom links can be passed on. */
export interface SupplierView {
  readonly name: string
  readonly links: readonly SurveyView[]
}

/** The office's clock. */
export interface ClockView {
  readonly now: string
  readonly movedMs: number
  readonly nextReminder?: string
}

/** What the page starts from. */
export interface StartView {
  readonly words: Readonly<Record<string, string>>
  readonly people: readonly PersonView[]
  readonly suppliers: readonly SupplierView[]
  readonly clock: ClockView
  /** The id of the last thing the app said to each person who has heard something. */
  readonly latest: Readonly<Record<string, number>>
}

/** One phone. */
export interface PhoneView {
  readonly items: readonly ItemView[]
  readonly exchanges: readonly ExchangeView[]
}

/** What became of something a person did. */
export type ActView = { readonly kind: CallbackOutcome['kind'] | 'greyed' | 'no-such-button' }

/** What the server tells every open page. */
export type LiveView =
  | { readonly kind: 'item'; readonly userid: string; readonly item: ItemView }
  | {
      readonly kind: 'exchange'
      readonly userids: readonly string[]
      readonly exchange: ExchangeView
    }
  | { readonly kind: 'suppliers'; readonly suppliers: readonly SupplierView[] }
  | { readonly kind: 'clock'; readonly clock: ClockView }
