/** What JSON can hold: drafts survive restarts as JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** What a slot holds. */
export interface SlotValue {
  /** The kind that read it; a value whose slot has changed its kind since is dropped. */
  readonly kind: string
  readonly value: Json
  /** How it is echoed to the person. */
  readonly label: string
  /** The words for which it was chosen from alike names; absent when it was told at once. */
  readonly calledAs?: string
  /** Further texts for sentences: `{project.name}` is field `name` of slot `project`. */
  readonly fields: Readonly<Record<string, string>>
}

/** Values by slot name. */
export type Slots = Readonly<Record<string, SlotValue>>

/** Something to choose from. */
export interface Option {
  readonly id: string
  readonly label: string
}

/** A choice that was found for a slot: numbers keep their meaning as long as it stands. */
export interface Choices {
  readonly options: readonly Option[]
  /** How many there are in all, should the host have cut the list. */
  readonly total: number
  /** The words that led here, empty when the person was simply asked. */
  readonly said: string
  /** `alike`: names resemble each other; `unclear`: one expression with several readings; `listed`: offered with the question. */
  readonly why: 'alike' | 'unclear' | 'listed'
  /** The page shown, from 0. */
  page: number
}

/** A submission that can be taken back. */
export interface Submission {
  readonly id: string
  readonly dialogue: string
  readonly draftId: string
  /** ISO instant. */
  readonly at: string
  /** The instant as it is said to people. */
  readonly when: string
  /** What it was, in a few words. */
  readonly brief: string
}

/** What the person was asked last. */
export type Step =
  | { readonly at: 'slot'; readonly slot: string; readonly revising?: true }
  | { readonly at: 'commit' }
  | { readonly at: 'which-slot' }
  /** All facts of a batch stand on one card. */
  | { readonly at: 'batch' }
  /** Which fact of the batch is meant? `text` is what was said about it, `photos` what came for it. */
  | { readonly at: 'which-row'; readonly text?: string; readonly photos?: readonly string[] }
  /** Is it the same as a like one on record? The filling describes that one. */
  | { readonly at: 'same-one'; readonly filling: Readonly<Record<string, string>> }
  /** Which of the submissions made together is to be taken back? */
  | { readonly at: 'undo-which'; readonly submissions: readonly Submission[] }
  | { readonly at: 'undo-reason'; readonly submissions: readonly Submission[] }
  | { readonly at: 'reading'; readonly page: number }

/** How a draft came to its end. */
export type Ending =
  | 'recorded'
  | 'duplicate'
  | 'cancelled'
  | 'denied'
  | 'answered'
  | 'undone'
  | 'expired'
  | 'outdated'

/**
 * A conversation under way. At most one of a person is active, the others are parked.
 * Everything the engine remembers between two turns stands here.
 */
export interface Draft {
  readonly id: string
  readonly dialogue: string
  version: number
  slots: Record<string, SlotValue>
  /** Optional slots the person passed over. */
  skipped: string[]
  /** Choices found but not settled, by slot name; `which-slot` for the slots offered by 修改. */
  choices: Record<string, Choices>
  /** Rules passed, as `slot/rule`; struck out when the slot or one the rule uses changes. */
  checked: string[]
  /** Slots that a rule has made necessary, with the sentence that asks for them. */
  needs: Record<string, string>
  /** Pictures sent so far, by the host's id. */
  photos: string[]
  step: Step
  /** Failures in a row at the present step. */
  tries: number
  parked: boolean
  /** Waits behind the front one of its batch. */
  queued: boolean
  /** Facts told together are confirmed and submitted together; `order` is where this one stands among them. */
  batch?: { readonly id: string; readonly order: number }
  /** Why a slot is still open, by slot, while another fact of the batch is being asked about. */
  unheard?: Record<string, string>
  /** Why it cannot be recorded at all; it ends as soon as this has been said. */
  barred?: string
  /** Sentences to be said when a queued draft's turn comes. */
  notes: string[]
  /** The draft to return to when this one ends. */
  back?: string
  /** Its number in the list of drafts offered last. */
  offered?: number
  /** The person said it is another one than the similar one on record. */
  distinct?: true
  readonly startedAt: string
  touchedAt: string
  ended?: Ending
}

/** A new, empty draft. */
export function newDraft(id: string, dialogue: string, version: number, now: Date): Draft {
  return {
    id,
    dialogue,
    version,
    slots: {},
    skipped: [],
    choices: {},
    checked: [],
    needs: {},
    photos: [],
    step: { at: 'commit' },
    tries: 0,
    parked: false,
    queued: false,
    notes: [],
    startedAt: now.toISOString(),
    touchedAt: now.toISOString(),
  }
}
