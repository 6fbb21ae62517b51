import { z } from 'zod'

/**
 * What is odd about an anonymous answer: flat marks of several parties from one place, links of several of a unit's parties used in one place, an
 * answer sooner than one can read. Signs are shown beside a result and change nothing in it.
 */
export const SIGNS = ['SAME_MARKS', 'ONE_PLACE', 'HASTY'] as const
export type Sign = (typeof SIGNS)[number]

/** Counts the answers with any sign, each once. */
export const ANY_SIGN = 'ANY'

/** How many of the answers that are counted had signs; the kinds that occurred. */
export interface SignCount {
  readonly answers: number
  readonly kinds: readonly Sign[]
}

/** Of a unit's rows in AnswerSign. */
export const signRows = z
  .array(z.object({ sign: z.enum([ANY_SIGN, ...SIGNS]), counted: z.number() }))
  .transform(
    (rows): SignCount => ({
      answers: rows.find(({ sign }) => sign === ANY_SIGN)?.counted ?? 0,
      kinds: SIGNS.filter((kind) => rows.some(({ sign, counted }) => sign === kind && counted > 0)),
    }),
  )
