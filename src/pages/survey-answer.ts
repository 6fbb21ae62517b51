import { z } from 'zod'

/** Longest free text, in characters. The page says so when it is passed. */
export const COMMENT_LIMIT = 500

/** Line breaks as one character, and none of the control characters that a database refuses. */
export const readable = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()

const score = z.coerce.number().int().min(1).max(5).optional().catch(undefined)

const fields = z.object({
  score1: score,
  score2: score,
  score3: score,
  score4: score,
  score5: score,
  paid: z.enum(['yes', 'no', 'unknown']).optional().catch(undefined),
  help: z.enum(['yes', 'no']).optional().catch(undefined),
  comment: z.string().default('').transform(readable),
  open: z.literal('yes').optional().catch(undefined),
})

/** What was filled in, complete or not: it is shown again when something is missing. */
export interface Filled {
  readonly scores: readonly (number | undefined)[]
  readonly paid: 'yes' | 'no' | 'unknown' | undefined
  readonly help: boolean | undefined
  readonly comment: string
  /** 采购科 is to read the comment as it stands, and to act on it. Never preset, never taken from `help`. */
  readonly laidOpen: boolean
}

/** Nothing filled in yet. */
export const EMPTY: Filled = {
  scores: [],
  paid: undefined,
  help: undefined,
  comment: '',
  laidOpen: false,
}

/** What is still wrong with a form. */
export interface Wrong {
  readonly help?: true
  readonly paid?: true
  /** Numbers (1–5) of the questions without a score. */
  readonly scores?: readonly number[]
  readonly comment?: true
  /** The comment is a complaint, which the unit would read. */
  readonly complaint?: true
}

/** Reads an urlencoded body. Unknown fields and impossible values count as not filled in. */
export function readFilled(body: string): Filled {
  const given = fields.parse(Object.fromEntries(new URLSearchParams(body)))
  return {
    scores: [given.score1, given.score2, given.score3, given.score4, given.score5],
    paid: given.paid,
    help: given.help === undefined ? undefined : given.help === 'yes',
    comment: given.comment,
    laidOpen: given.open === 'yes',
  }
}

/** Whether the form is only to be put aside. */
export const asksForLater = (body: string): boolean => new URLSearchParams(body).has('later')

/**
 * What is missing. The anonymous half may be left out as a whole, but not by halves:
 * a mean over half-answered questionnaires compares nothing.
 */
export function wrongWith(
  filled: Filled,
  asks: { readonly paid: boolean; readonly anonymousOnly: boolean },
  isComplaint: (text: string) => boolean,
): Wrong | undefined {
  const unanswered = filled.scores.flatMap((one, index) => (one === undefined ? [index + 1] : []))
  const began =
    asks.anonymousOnly || unanswered.length < filled.scores.length || filled.comment !== ''
  const wrong: Wrong = {
    ...(!asks.anonymousOnly && filled.help === undefined && { help: true as const }),
    ...(asks.paid && filled.paid === undefined && { paid: true as const }),
    ...(began && unanswered.length > 0 && { scores: unanswered }),
    ...([...filled.comment].length > COMMENT_LIMIT && { comment: true as const }),
    ...(isComplaint(filled.comment) && { complaint: true as const }),
  }
  return Object.keys(wrong).length > 0 ? wrong : undefined
}
