import { z } from 'zod'

const words = z.array(z.string().min(1)).min(1)
const name = z.string().regex(/^[a-z][a-z-]*$/)
const names = z.array(name).min(1)
const sentence = z.string().min(1)
const button = z.strictObject({ label: sentence, words: words.optional() })
const duration = z.string().regex(/^\d+[hd]$/)

const option = z.strictObject({
  key: z.string().regex(/^[A-Z][A-Z_]*$/),
  label: sentence,
  words: words.optional(),
  /** Excludes the others, such as "no problem". */
  alone: z.literal(true).optional(),
  /** Taken when somebody says it, but not offered with the question. */
  quiet: z.literal(true).optional(),
})

const condition = z.record(
  name,
  z.union([words, z.literal('given'), z.strictObject({ not: words })]),
)

const check = z.strictObject({
  rule: name,
  /** Slots the rule also looks at: it is asked once all of them are filled. */
  with: names.optional(),
  say: sentence,
  /** The slot that takes the reason when the rule allows the value only with one. */
  'reason-in': name.optional(),
  /** Nothing of the kind can be recorded: a refusal ends the conversation instead of asking anew. */
  ends: z.literal(true).optional(),
})

/** Kinds the engine reads by itself; all others are read by the host. */
export const ownKinds: readonly string[] = ['choice', 'choices', 'text', 'photo']

const slot = z
  .strictObject({
    name,
    is: name,
    label: sentence,
    /** Other names for the label in a correction. */
    called: words.optional(),
    /** Keys of a frame that also belong to this slot. */
    'also-from': names.optional(),
    ask: sentence,
    /** The question in other words, for 什么意思. */
    explain: sentence.optional(),
    /** Not understood. */
    again: sentence.optional(),
    /** Understood, but there is no such thing. */
    impossible: sentence.optional(),
    /** Several of that name. */
    choose: sentence.optional(),
    optional: z.literal(true).optional(),
    /** Where false, the slot is neither asked nor shown nor recorded. */
    when: condition.optional(),
    /** Where false, the slot is taken when said but not asked for. */
    'asked-when': z.union([condition, z.literal('never')]).optional(),
    /** Words to read when nothing was said. */
    default: sentence.optional(),
    /** Of a choice: an option named anywhere in the message that opens the conversation is taken. */
    'in-passing': z.literal(true).optional(),
    check: z.array(check).optional(),
    /** Of a choice. */
    options: z.array(option).min(2).optional(),
    /** Of a text: characters, from and to. */
    length: z.tuple([z.int().min(1), z.int()]).optional(),
  })
  .superRefine((value, problems) => {
    const complain = (path: string, message: string) =>
      problems.addIssue({ code: 'custom', path: [path], message })
    const choice = value.is === 'choice' || value.is === 'choices'
    if (choice !== (value.options !== undefined))
      complain(choice ? 'is' : 'options', 'options belong to a choice, and a choice needs them')
    if ((value.is === 'text') !== (value.length !== undefined))
      complain(value.length ? 'length' : 'is', 'a length belongs to a text, and a text needs one')
    if (value.is === 'photo' && !value.optional)
      complain('is', 'a photo cannot be demanded: add optional: true')
  })

const shared = {
  id: name,
  /** Counts up when slots are added, removed or change their kind. */
  version: z.int().min(1),
  /** What an open draft of an older version does. */
  upgrade: z.enum(['keep', 'restart']),
  title: sentence,
  /** A draft in a few words, for lists. */
  brief: sentence,
  'open-to': names,
  starts: z.strictObject({
    intents: names,
    buttons: z.array(z.string().min(1)).optional(),
    /** A sentence that gives all of these, one of them different, is about another matter. */
    'anew-by': names.optional(),
  }),
  'gives-up': z.strictObject({ after: z.int().min(1), say: sentence }),
  /** A draft untouched for so long is dropped. */
  idle: z.strictObject({ drop: duration }),
}

const report = z.strictObject({
  ...shared,
  kind: z.literal('report'),
  slots: z.array(slot).min(1),
  'not-done': z.strictObject({ negated: sentence, planned: sentence }),
  /** `row`: the fact as one line among several, a part a line; parts with nothing to say are left out. */
  confirm: z.strictObject({
    say: sentence,
    row: sentence,
    yes: button,
    change: button,
    no: button,
  }),
  corrections: z.strictObject({
    'before-submit': z.strictObject({
      say: sentence,
      invalid: sentence,
      /** Slots that lose their value when the one on the left is corrected. */
      clears: z.record(name, names).optional(),
    }),
    'after-submit': z.union([
      z.strictObject({
        within: duration,
        do: name,
        reason: sentence,
        say: sentence,
        again: sentence,
        refused: sentence,
        'too-late': sentence,
      }),
      /** What was submitted cannot be taken back by anybody, and this says so at once. */
      z.strictObject({ stays: sentence }),
    ]),
  }),
  submit: z.strictObject({
    do: name,
    say: z.strictObject({
      done: sentence,
      again: sentence,
      similar: sentence,
      refused: sentence,
      failed: sentence,
    }),
    same: button,
    distinct: button,
  }),
})

const answer = z.strictObject({
  ...shared,
  kind: z.literal('answer'),
  slots: z.array(slot),
  answer: z.strictObject({ do: name }),
})

/**
 * A file of `conversations/dialogues`: `report` fills slots, has them confirmed and submits them;
 * `answer` fills slots and answers, recording nothing. Unknown keys are mistakes.
 */
export const dialogueDefinition = z.discriminatedUnion('kind', [report, answer])

export type Dialogue = z.infer<typeof dialogueDefinition>
export type ReportDialogue = z.infer<typeof report>
export type SlotDefinition = z.infer<typeof slot>
export type CheckDefinition = z.infer<typeof check>
export type OptionDefinition = z.infer<typeof option>
export type Condition = z.infer<typeof condition>

/** Milliseconds of a duration such as `24h` or `7d`. */
export function durationMs(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('d') ? 86_400_000 : 3_600_000)
}
