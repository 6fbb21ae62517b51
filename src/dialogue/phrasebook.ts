import { z } from 'zod'
import { placeholdersOf } from '../base/index.ts'

const words = z.array(z.string().min(1)).min(1)

/** A sentence that may use these placeholders and those about the person (see `personal`). */
const sentence = (...allowed: readonly string[]) =>
  z
    .string()
    .min(1)
    .superRefine((text, problems) => {
      for (const placeholder of placeholdersOf(text))
        if (!allowed.includes(placeholder) && !personal.includes(placeholder))
          problems.addIssue({ code: 'custom', message: `{${placeholder}} has no source` })
    })

/** Placeholders about the person that every sentence of every file may use. */
export const personal: readonly string[] = ['person.name', 'unit.name', 'section.name']

const label = sentence()
const button = z.strictObject({ label, words: words.optional() })
const slotLabel = 'slot.label'

/** The shape of `_common.yaml`: what is understood and said at every step of every conversation. */
export const phrasebook = z.strictObject({
  cancel: z.strictObject({ words, label, say: sentence('title'), nothing: sentence() }),
  skip: z.strictObject({
    words,
    label,
    refused: sentence(slotLabel),
    kept: sentence(slotLabel, 'old'),
    nothing: sentence(),
  }),
  later: z.strictObject({ words, label, say: sentence('title', 'brief'), nothing: sentence() }),
  resume: z.strictObject({
    words,
    label,
    say: sentence('title', 'brief'),
    which: sentence('count'),
    waiting: sentence('title', 'brief', 'count'),
    back: sentence('title', 'brief'),
    nothing: sentence(),
  }),
  repeat: z.strictObject({ words, say: sentence(slotLabel), nothing: sentence() }),
  help: z.strictObject({
    words,
    label,
    asking: sentence('title', slotLabel),
    confirming: sentence('title'),
    menu: sentence(),
    buttons: z.array(z.strictObject({ key: z.string().min(1), label })).max(6),
  }),
  human: z.strictObject({ words, label, do: z.string().min(1), say: sentence('title', 'seen') }),
  undo: z.strictObject({
    words,
    label,
    keep: label,
    kept: sentence(),
    nothing: sentence(),
    which: sentence('count'),
    all: label,
    /** Words that are a reason here, whatever they are elsewhere. */
    reasons: words,
  }),
  change: z.strictObject({
    words,
    which: sentence(),
    item: sentence(slotLabel, 'value'),
    empty: label,
    nothing: sentence(),
  }),
  confirm: z.strictObject({
    words,
    already: sentence('at', 'brief'),
    nothing: sentence(),
    'too-early': sentence(slotLabel),
  }),
  /** `not-yet`: the thing asked about has not happened, so there is nothing to record. */
  deny: z.strictObject({ words, 'not-yet': words }),
  /** Words that mark a correction, and words that only link a label to its value. */
  correct: z.strictObject({ marks: words, links: words, unclear: sentence() }),
  choosing: z.strictObject({
    take: label,
    'next-page': z.strictObject({ words, label }),
    'previous-page': z.strictObject({ words, label }),
    'none-of-these': z.strictObject({ words, label, say: sentence() }),
    /** Written numbers in order, from one; what may stand before and after them. */
    numbers: words,
    before: words,
    after: words,
    /** Between several picks. */
    separators: words,
    alike: sentence('count', 'said'),
    'only-one': sentence(),
    unclear: sentence('said', slotLabel),
    page: sentence('page', 'pages', 'count'),
    'no-further-page': sentence(),
  }),
  again: sentence('said', slotLabel),
  'too-short': sentence('said', slotLabel),
  'again-at-confirmation': sentence(),
  photo: z.strictObject({
    label: sentence('count'),
    taken: sentence(),
    adopted: sentence(),
    failed: sentence(),
  }),
  several: sentence('count'),
  /** Several facts of one message, confirmed and submitted together. */
  batch: z.strictObject({
    say: sentence('count'),
    row: sentence('number', 'row'),
    /** Between the parts of a row. */
    join: label,
    hint: sentence('count'),
    brief: sentence('brief', 'count'),
    /** Before a question about one of them. */
    about: sentence('number', 'row'),
    which: sentence('said'),
    'which-photo': sentence(),
    none: button,
    yes: button,
    change: button,
    no: button,
    /** Around the number of a row: “第2件”. */
    before: words,
    after: words,
    /** Words that take a row out, and words for all rows at once. */
    drop: words,
    all: words,
    dropped: sentence('number', 'row'),
    'not-done': sentence('number', 'row'),
    added: sentence('number'),
    'too-many': sentence('most', 'left'),
    cancelled: sentence('count'),
    recorded: sentence('number', 'row'),
    /** One could not be recorded, so none was. */
    'none-recorded': sentence('number', 'row'),
  }),
  /** The one reminder of a draft left half-way. */
  nudge: sentence('title', 'brief'),
  /** A draft that was left too long. */
  expired: sentence('title', 'brief'),
  upgraded: z.strictObject({
    keep: sentence('title'),
    restart: sentence('title'),
    gone: sentence(),
  }),
  /** What stands on a card whose own words would be cut. */
  card: z.strictObject({ title: sentence(), above: sentence(), pick: sentence() }),
  'stale-card': sentence(),
  /** On the grey button of a tapped card, by what the tap came to; the button's own text where none is named. */
  'card-done': z.strictObject({
    recorded: label,
    duplicate: label,
    cancelled: label,
    parked: label,
    undone: label,
    stale: label,
  }),
  'not-for-you': sentence('title'),
  'not-understood': sentence(),
  smalltalk: sentence(),
  /** To somebody who does not know the answer. */
  unsure: sentence(),
  /** Intents that are understood but have no conversation: kept by the action, answered honestly. */
  'no-conversation-yet': z.array(
    z.strictObject({ intents: words, do: z.string().min(1), say: sentence('seen') }),
  ),
  'unknown-person': sentence(),
  /** Kinds of message nobody can read here. */
  unsupported: z.strictObject({
    voice: sentence(),
    video: sentence(),
    location: sentence(),
    file: sentence(),
    link: sentence(),
    other: sentence(),
  }),
  /** Faults the person must hear of. */
  faults: z.strictObject({ 'not-recorded': sentence(), busy: sentence() }),
})

export type Phrasebook = z.infer<typeof phrasebook>
