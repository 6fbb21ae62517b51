import type { Draft, Ending, Json, Submission } from './draft.ts'

/** The card a tap came from: `stale` when it is not the last one the person was shown. */
export interface TappedCard {
  readonly state: 'current' | 'stale'
  readonly draftId?: string
}

/** What a person did. */
export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'tap'
      readonly key: string
      readonly card: TappedCard
      /** Ids of the options marked on the card. */
      readonly selected?: readonly string[]
      /** What the card was about, by slot name: read like the words of a message. */
      readonly about?: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'photo'; readonly id: string }
  /** A form about a draft: words by slot name. */
  | {
      readonly kind: 'form'
      readonly draftId: string
      readonly values: Readonly<Record<string, string>>
    }

/** The person's side of the conversation, as stored between turns. */
export interface Session {
  /** Open drafts, at most one of them active. */
  readonly drafts: readonly Draft[]
  /** The last submission that is not yet taken back. */
  readonly last?: Submission
  /** Everything submitted together with it that is not yet taken back, itself included. */
  readonly together?: readonly Submission[]
  /** Pictures sent lately that belong to nothing yet, by the host's ids; the next report takes them over. */
  readonly heldPhotos?: readonly string[]
  readonly roles: readonly string[]
  /** Texts about the person for every sentence, such as `{section.name}`. */
  readonly filling: Readonly<Record<string, string>>
}

export interface Button {
  readonly key: string
  readonly label: string
  /** WeCom's four looks, 1 = the main one. */
  readonly style?: 1 | 2 | 3 | 4
}

/** An option as shown; the number is what may be typed instead of tapping. */
export interface ShownOption {
  readonly id: string
  readonly label: string
  readonly number: number
}

/** What is said back. Without buttons and options it fits a passive text, otherwise it is a card. */
export interface Reply {
  readonly text: string
  /** The line, from 0, that the question of the buttons begins at; what is above it is said first. */
  readonly asksFrom?: number
  readonly buttons: readonly Button[]
  /** At most ten; picked with the button `choose` and the ids in `selected`. */
  readonly options?: readonly ShownOption[]
  /** More than one option may be marked. */
  readonly many?: true
  readonly photoWanted?: true
  /** What a button that opens another conversation is about, by slot name. */
  readonly about?: Readonly<Record<string, Json>>
  /** The draft the reply belongs to; to be given back with a tap on its card. */
  readonly draftId?: string
}

export type TurnKind =
  | 'asked'
  | 'confirming'
  | 'recorded'
  | 'duplicate'
  | 'refused'
  | 'failed'
  | 'answered'
  | 'cancelled'
  | 'denied'
  | 'parked'
  | 'undone'
  | 'helped'
  | 'kept'
  | 'stale'
  | 'nothing-open'
  | 'not-allowed'
  | 'not-understood'

/** The outcome of a turn: what to say, what to store. */
export interface TurnOutcome {
  readonly kind: TurnKind
  /** The words could not be made sense of, or did not answer what was asked. */
  readonly missed?: true
  readonly reply: Reply
  /** All drafts of the session; those that ended in this turn carry how. */
  readonly drafts: readonly (Draft & { readonly ended?: Ending })[]
  /** What is wrong with a form, by slot; empty when all of it was taken. */
  readonly problems?: Readonly<Record<string, string>>
  /** What was recorded: the last one is the `last` of the next turn. */
  readonly submissions: readonly Submission[]
}
