import { placeholdersOf } from '../base/index.ts'
import type { Dialogue, SlotDefinition } from './definition.ts'
import { type Draft, type Ending, newDraft, type Step, type Submission } from './draft.ts'
import type { Button, Reply, Session, TurnKind } from './exchange.ts'
import type { Host } from './host.ts'
import type { Dialogues } from './load.ts'
import type { Phrasebook } from './phrasebook.ts'
import { briefOf, speak, textsOf } from './speech.ts'

/** What a handler of a turn comes to; sentences said on the way are put before the reply. */
export interface Outcome {
  readonly kind: TurnKind
  readonly reply: Reply
}

/** The desk of one turn: the drafts being worked on and the sentences said so far. */
export class Talk {
  readonly host: Host
  readonly dialogues: Dialogues
  readonly session: Session
  readonly now: Date
  /** Copies: the session handed in is never changed. */
  readonly drafts: Draft[]
  /** Sentences that go before the reply. */
  readonly lines: string[] = []
  /** Sentences that take the place of a slot's question, by slot. */
  readonly retries = new Map<string, string>()
  readonly submissions: Submission[] = []
  /** What is wrong with the form that was sent, by slot. */
  problems: Readonly<Record<string, string>> | undefined
  /** Set when the person's words could not be made sense of. */
  missed = false
  /** Set when this turn said a page of an answer, or offered parked drafts. */
  keepsReading = false
  keepsOffer = false

  constructor(host: Host, dialogues: Dialogues, session: Session, now: Date) {
    this.host = host
    this.dialogues = dialogues
    this.session = session
    this.now = now
    this.drafts = structuredClone(session.drafts.filter((draft) => !draft.ended)) as Draft[] // a copy of readonly data is ours to change
  }

  get common(): Phrasebook {
    return this.dialogues.common
  }

  /** The draft the person is in. */
  active(): Draft | undefined {
    return this.drafts.find((draft) => !draft.parked && !draft.ended)
  }

  /** Drafts that wait, oldest first, a batch by its front one; answers being read are not among them. */
  parked(): Draft[] {
    return this.drafts.filter((d) => d.parked && !d.queued && !d.ended && d.step.at !== 'reading')
  }

  /** The facts told together with this one, itself included, in their order; more than one is a batch. */
  rows(draft: Draft): Draft[] {
    const { batch } = draft
    if (!batch) return [draft]
    return this.drafts
      .filter((other) => other.batch?.id === batch.id && !other.ended)
      .sort((a, b) => (a.batch?.order ?? 0) - (b.batch?.order ?? 0))
  }

  /** Puts a fact of a batch before the person; the others wait behind it. */
  bringForward(draft: Draft): void {
    for (const row of this.rows(draft)) {
      row.parked = row !== draft
      row.queued = row !== draft
    }
  }

  /** Pictures that came without a report and have not found one yet. */
  heldPhotos(): string[] {
    const taken = this.drafts.flatMap((draft) => draft.photos)
    return (this.session.heldPhotos ?? []).filter((photo) => !taken.includes(photo))
  }

  /** The answer that has further pages. */
  reading(): Draft | undefined {
    return this.drafts.find((draft) => draft.step.at === 'reading' && !draft.ended)
  }

  /** What was only good for the very next turn is let go, unless this turn gave it anew. */
  leaveBehind(): void {
    const reading = this.reading()
    if (reading && !this.keepsReading) this.end(reading, 'answered')
    if (!this.keepsOffer) for (const draft of this.drafts) delete draft.offered
  }

  dialogueOf(draft: Draft): Dialogue {
    const dialogue = this.dialogues.byId.get(draft.dialogue)
    if (!dialogue) throw new Error(`draft of an unknown dialogue: ${draft.dialogue}`)
    return dialogue
  }

  /** A new active draft; the one before it is parked, to be returned to by itself when `back` is set. */
  begin(dialogue: Dialogue, options: { readonly back?: boolean } = {}): Draft {
    const before = this.active()
    const draft = newDraft(this.host.newId(), dialogue.id, dialogue.version, this.now)
    if (before) before.parked = true
    if (before && options.back) draft.back = before.id
    this.drafts.push(draft)
    return draft
  }

  end(draft: Draft, ending: Ending): void {
    draft.ended = ending
    draft.touchedAt = this.now.toISOString()
  }

  moveTo(draft: Draft, step: Step): void {
    if (JSON.stringify(step) !== JSON.stringify(draft.step)) draft.tries = 0
    draft.step = step
  }

  slotOf(draft: Draft, name: string): SlotDefinition | undefined {
    return this.dialogueOf(draft).slots.find((slot) => slot.name === name)
  }

  /** A sentence about the draft, or about nothing in particular. */
  sentence(sentence: string, draft?: Draft, extra: Readonly<Record<string, string>> = {}): string {
    const texts: Record<string, string> = { ...this.session.filling }
    const dialogue = draft && this.dialogues.byId.get(draft.dialogue)
    if (draft && dialogue) {
      Object.assign(texts, textsOf(dialogue, draft))
      texts.title = dialogue.title
      // Few sentences say it, and it is a sentence of its own.
      if (placeholdersOf(sentence).includes('brief')) texts.brief = this.briefOf(draft)
      const slot = draft.step.at === 'slot' ? this.slotOf(draft, draft.step.slot) : undefined
      if (slot) texts['slot.label'] = slot.label
    }
    return speak(sentence, { ...texts, ...extra })
  }

  /** A draft in a few words; of a batch the first fact and how many there are. */
  briefOf(draft: Draft): string {
    const rows = this.rows(draft)
    const [first = draft] = rows
    const brief = briefOf(this.dialogueOf(first), first)
    if (rows.length < 2) return brief
    return speak(this.common.batch.brief, { brief, count: String(rows.length) })
  }

  /** When and what was submitted, for sentences about several submissions as about one. */
  submitted(submissions: readonly Submission[]): { readonly at: string; readonly brief: string } {
    const brief = submissions.map((one) => one.brief).join(this.common.batch.join)
    return { at: submissions[0]?.when ?? '', brief }
  }

  /** What can still be taken back of what was submitted last, all of one breath. */
  lastOnes(): readonly Submission[] {
    const { last, together = [] } = this.session
    return together.length > 0 ? together : last ? [last] : []
  }

  say(line: string): void {
    if (line !== '' && !this.lines.includes(line)) this.lines.push(line)
  }

  /** The buttons of the menu that open something the person may do. */
  menuButtons(): Button[] {
    return this.common.help.buttons.filter(({ key }) => {
      const dialogue = this.dialogues.forButton(key)
      return dialogue === undefined || this.isOpenTo(dialogue)
    })
  }

  isOpenTo(dialogue: Dialogue): boolean {
    return dialogue['open-to'].some((role) => this.session.roles.includes(role))
  }
}

/** An outcome that only says something. */
export function told(kind: TurnKind, text: string, buttons: readonly Button[] = []): Outcome {
  return { kind, reply: { text, buttons } }
}
