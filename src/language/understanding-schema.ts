import { z } from 'zod'

/** What a message can be about (INTERFACE.md, `cli understand`); `none` is what no entry describes. */
export const INTENTS = [
  'report-stage',
  'report-payment',
  'report-visit',
  'report-problem',
  'report-832',
  'register-change',
  'query-status',
  'list-todos',
  'list-issues',
  'answer-issue',
  'satisfaction',
  'complaint',
  'confirm',
  'deny',
  'correct',
  'cancel',
  'help',
  'none',
] as const

/** See INTENTS. */
export type Intent = (typeof INTENTS)[number]

/** Sayings divided by 、 or line breaks, as people who are no programmers write lists. */
const words = z
  .string()
  .transform((text) =>
    text
      .split(/[、\n]+/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  )
  .refine((list) => list.length > 0, 'no saying given')
/** The shape of `_understanding.yaml`; an unknown key is a mistake. */
export const understandingFile = z.strictObject({
  intents: z
    .array(
      z.strictObject({
        key: z.enum(INTENTS),
        whole: words.optional(),
        starts: words.optional(),
        contains: words.optional(),
      }),
    )
    .min(1),
  events: z
    .array(
      z.strictObject({
        key: z.string().regex(/^[A-Z][A-Z_]*$/),
        label: z.string().min(1),
        intent: z.enum(INTENTS).default('report-stage'),
        words,
      }),
    )
    .min(1),
  /** Names of events that are only shown, never told from a sentence. */
  labels: z.record(z.string(), z.string().min(1)).default({}),
  words: z.strictObject({
    edges: words,
    'not-names': words,
    'small-talk': words,
    misheard: words.refine(
      (list) => list.every((pair) => /^(.+)＝(.+)$/.test(pair) && pair.length % 2 === 1),
      'not a pair of words of one length with ＝ between them',
    ),
    'party-endings': words,
    'unit-endings': words,
    'party-cues': words,
    'opinion-cues': words,
    'opinion-cues-kept': words,
  }),
})

/** The content of `_understanding.yaml` as checked. */
export type UnderstandingFile = z.infer<typeof understandingFile>
