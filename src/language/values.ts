import { type Day, type Fen, yuanOf } from '../base/index.ts'
import { type DateOptions, readDate } from './dates.ts'
import { readMoney } from './money.ts'
import { readNumber } from './numbers.ts'
import { readPercent } from './percent.ts'
import type { Reading } from './reading.ts'

/** The kinds of expression that `cli understand --values` reads. */
export type ValueKind = 'date' | 'money' | 'number' | 'percent'

/** One line of `cli understand --values`: days `YYYY-MM-DD`, money in yuan, 30 for 30 %. */
export interface ValueLine {
  readonly text: string
  readonly value: string | number | null
  readonly ambiguous?: readonly (string | number)[]
  /** Why the expression means nothing, where it is well written (2月30日). */
  readonly impossible?: string
}

function line<T extends Day | Fen | number>(text: string, reading: Reading<T>): ValueLine {
  const plain = (value: T): string | number => (typeof value === 'bigint' ? yuanOf(value) : value)
  if (reading.kind === 'value') return { text, value: plain(reading.value) }
  if (reading.kind === 'ambiguous' && reading.candidates.length > 0)
    return { text, value: null, ambiguous: reading.candidates.map(plain) }
  if (reading.kind === 'impossible') return { text, value: null, impossible: reading.why }
  return { text, value: null }
}

/** Reads one expression, in exactly the shape that `cli understand --values` prints. */
export function understandValues(kind: ValueKind, text: string, options: DateOptions): ValueLine {
  if (kind === 'date') return line(text, readDate(text, options))
  if (kind === 'money') return line(text, readMoney(text))
  if (kind === 'number') return line(text, readNumber(text))
  return line(text, readPercent(text))
}
