import type { Day, Fen } from '../base/index.ts'
import { type DateOptions, datesIn } from './dates.ts'
import { moneyIn } from './money.ts'
import { percentsIn } from './percent.ts'
import type { Found, Span } from './reading.ts'
import { isRejected } from './rejection.ts'
import { type Score, scoresIn } from './satisfaction.ts'

/** A value of a message with the slot it can fill. */
export type MessageValue =
  | { readonly key: 'date'; readonly found: Found<Day>; readonly rejected: boolean }
  | { readonly key: 'amount'; readonly found: Found<Fen>; readonly rejected: boolean }
  | { readonly key: 'percent'; readonly found: Found<number>; readonly rejected: boolean }
  | { readonly key: 'satisfaction'; readonly found: Found<Score>; readonly rejected: boolean }

/** Dates, sums and shares of a normalised text, from left to right; none overlaps another. */
export function valuesIn(text: string, options: DateOptions): MessageValue[] {
  const percents = percentsIn(text)
  const dates = datesIn(text, options)
  const taken = [...percents, ...dates].map((one) => one.span)
  const amounts = moneyIn(text, { loose: false, taken })
  const rejected = (found: { readonly span: Span }): boolean => isRejected(text, found.span.from)
  return [
    ...percents.map((found) => ({ key: 'percent' as const, found, rejected: rejected(found) })),
    ...dates.map((found) => ({ key: 'date' as const, found, rejected: rejected(found) })),
    ...amounts.map((found) => ({ key: 'amount' as const, found, rejected: rejected(found) })),
  ].sort((a, b) => a.found.span.from - b.found.span.from)
}

/** The scores of a normalised text; asked for apart, since 「满意」 is a score in a visit only. */
export function scoreValuesIn(text: string): MessageValue[] {
  return scoresIn(text).map((found) => ({ key: 'satisfaction', found, rejected: false }))
}
