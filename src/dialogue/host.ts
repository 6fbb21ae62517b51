import type { Draft, Json, Option, Slots, SlotValue, Submission } from './draft.ts'
import type { Button, Reply } from './exchange.ts'

/** What is understood at every step, in words or as a button's key. */
export type Command =
  | 'cancel'
  | 'skip'
  | 'later'
  | 'resume'
  | 'repeat'
  | 'help'
  | 'human'
  | 'undo'
  | 'change'
  | 'confirm'
  | 'deny'
  | 'correct'
  | 'next-page'
  | 'previous-page'
  | 'none-of-these'
  | 'smalltalk'
  /** Does not know the answer. */
  | 'unsure'

/** One fact or request of a message. */
export interface Frame {
  readonly intent?: string
  /** Raw words or values by slot name; they are read by `Host.read`. */
  readonly slots: Readonly<Record<string, unknown>>
  /** The whole message, for what it mentions in passing. */
  readonly text?: string
  /** Said not to have happened. */
  readonly negated?: boolean
  /** Said to happen later. */
  readonly planned?: boolean
}

export interface Understanding {
  readonly command?: Command
  readonly frames: readonly Frame[]
}

/** Where in a conversation the message arrives. */
export interface Context {
  readonly dialogue?: string
  /** The slot being asked, or `commit` at the confirmation. */
  readonly slot?: string
  /**
   * Free text is expected: report a command or an intent only when the text is nothing else. A reason that was
   * called for leaves room for another matter that is told whole; words of opinion do not.
   */
  readonly free?: 'words' | 'reason'
}

/** What a value is read from: words, a raw value of a frame, or an option that was picked. */
export type Source =
  | { readonly text: string }
  | { readonly raw: unknown }
  | { readonly option: string }

/** The slot a value is read for. */
export interface Asked {
  readonly dialogue: string
  readonly name: string
  readonly label: string
}

/** What came out of reading. Without `kind` in the value: the engine adds it. */
export type Reading =
  | { readonly kind: 'value'; readonly value: Omit<SlotValue, 'kind'> }
  /** Several things of that name; the engine asks which. */
  | { readonly kind: 'choices'; readonly options: readonly Option[]; readonly total: number }
  /** One expression with several readings (318 yuan or 318 ten thousand?). */
  | { readonly kind: 'ambiguous'; readonly options: readonly Option[] }
  /** Understood, but there is no such thing (30 February). */
  | { readonly kind: 'invalid'; readonly filling: Filling }
  | { readonly kind: 'none' }

/** Texts for the placeholders of a sentence; dotted keys, an empty text leaves its line out. */
export type Filling = Readonly<Record<string, string>>

/** A rule's word on a slot. */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly filling: Filling }
  /** Allowed when the person says why. */
  | { readonly kind: 'needs-reason'; readonly filling: Filling }

/** What became of a submission. */
export type Act =
  | {
      readonly kind: 'done'
      readonly id: string
      readonly filling: Filling
      readonly buttons?: readonly Button[]
    }
  /** The very same is on record already; nothing was recorded. */
  | { readonly kind: 'again'; readonly filling: Filling }
  /** A like one is on record; to be asked whether it is the same one. */
  | { readonly kind: 'similar'; readonly filling: Filling }
  /** Not allowed (any more); `reason` is the sentence for the person. */
  | { readonly kind: 'refused'; readonly filling: Filling & { readonly reason: string } }
  /** Could not be recorded now. */
  | { readonly kind: 'failed'; readonly filling: Filling }

/** What became of an undo. */
export type Undo =
  | { readonly kind: 'done'; readonly filling: Filling }
  /** Taken back before, or by somebody else. */
  | { readonly kind: 'again'; readonly filling: Filling }
  | { readonly kind: 'refused'; readonly filling: Filling & { readonly reason: string } }

/** A page of an answer. */
export interface Answer {
  readonly text: string
  readonly buttons?: readonly Button[]
  /** What the buttons are about, by slot name: handed to the conversation that one of them opens. */
  readonly about?: Readonly<Record<string, Json>>
  /** There is a further page. */
  readonly more?: boolean
}

/** Something to be kept or passed on that is no submission. */
export interface Note {
  readonly text: string
  readonly intent?: string
  readonly draft?: Draft
}

/**
 * The domain, as the engine sees it. Every port runs inside the person's transaction;
 * names (kinds, rules, actions) are those of the dialogue files.
 */
export interface Host {
  understand(text: string, context: Context): Promise<Understanding>
  read(kind: string, from: Source, asked: Asked, slots: Slots): Promise<Reading>
  /** Options to offer with the question (for a choice: those to put first). May be empty. */
  suggest(kind: string, asked: Asked, slots: Slots): Promise<readonly Option[]>
  /** Called when the slot and all of `uses` are filled. */
  /** `besides` are the other facts told together with this one. */
  check(
    rule: string,
    slot: string,
    slots: Slots,
    uses: readonly string[],
    besides: readonly Slots[],
  ): Promise<Verdict>
  /** Records. `draft.id` is the key that makes it once-only; `draft.distinct` means: not the similar one. */
  /** `later` are the facts that are recorded after this one in the same breath. */
  act(action: string, slots: Slots, draft: Draft, later: readonly Slots[]): Promise<Act>
  /** Runs acts as one: where the work comes to false, nothing of them remains. `all` is what they record. */
  together(all: readonly Slots[], work: () => Promise<boolean>): Promise<void>
  undo(action: string, submission: Submission, reason: string | undefined): Promise<Undo>
  answer(action: string, slots: Slots, page: number): Promise<Answer>
  /** Keeps something or calls somebody; what it gives fills the sentence that answers. */
  note(action: string, note: Note): Promise<Filling>
  /** A picture without an active draft. */
  orphanPhoto(photo: string, parked: readonly Draft[]): Promise<Reply>
  /** Hands the person a link to a form about the draft. */
  form(draft: Draft): Promise<void>
  /** A fresh draft id. */
  newId(): string
}

export type { Json }
