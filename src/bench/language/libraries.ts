import {
  Culture,
  recognizeCurrency,
  recognizeDateTime,
  recognizeNumber,
} from '@microsoft/recognizers-text-suite'
import { chinese_parseInt } from 'chinese-parseint2'
import { zh } from 'chrono-node'
import nzh from 'nzh'
import { day } from '../../base/index.ts'
import { understandValues } from '../../language/index.ts'

/** One expression and the day it is read on. */
export interface Expression {
  readonly text: string
  readonly today: string
}

/** The kinds of expression that are compared. */
export const KINDS = ['date', 'money', 'number'] as const
export type Kind = (typeof KINDS)[number]

/** How a reader reads a kind of expression: a day `YYYY-MM-DD` or a number; undefined for nothing. */
export type Read = (expression: Expression) => string | number | undefined

/** A grammar under comparison. */
export interface Library {
  readonly name: string
  readonly reads: Partial<Readonly<Record<Kind, Read>>>
}

const ours =
  (kind: Kind): Read =>
  ({ text, today }) =>
    understandValues(kind, text, { today: day(today), lean: 'future' }).value ?? undefined

/** Midnight of the day in the machine's own zone, as the libraries want it. */
function localDay(text: string): Date {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number)
  return new Date(year, month - 1, date)
}

const dayText = (date: Date | null): string | undefined =>
  date
    ? [date.getFullYear(), date.getMonth() + 1, date.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-')
    : undefined

interface Recognised {
  readonly resolution?: Readonly<Record<string, unknown>>
}

const valueIn = ([first]: readonly Recognised[]): number | undefined => {
  const value = Number(first?.resolution?.value ?? Number.NaN)
  return Number.isNaN(value) ? undefined : value
}

/** The last of the resolutions is the one to come, as the corpora want it. */
function dateIn([first]: readonly Recognised[]): string | undefined {
  const values: unknown = first?.resolution?.values
  const last: unknown = Array.isArray(values) ? values.at(-1) : undefined
  const value =
    typeof last === 'object' && last !== null && 'value' in last ? String(last.value) : undefined
  return value?.slice(0, 10)
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

/** Ours, and the npm libraries that read Chinese, each as its documentation says. */
export const LIBRARIES: readonly Library[] = [
  { name: 'ours', reads: { date: ours('date'), money: ours('money'), number: ours('number') } },
  {
    name: 'chrono-node',
    reads: {
      date: ({ text, today }) =>
        dayText(zh.parseDate(text, localDay(today), { forwardDate: true })),
    },
  },
  {
    name: 'recognizers-text',
    reads: {
      date: ({ text, today }) =>
        dateIn(recognizeDateTime(text, Culture.Chinese, undefined, localDay(today))),
      money: ({ text }) => valueIn(recognizeCurrency(text, Culture.Chinese)),
      number: ({ text }) => valueIn(recognizeNumber(text, Culture.Chinese)),
    },
  },
  { name: 'nzh', reads: { number: ({ text }) => finite(Number(nzh.cn.decodeS(text))) } },
  {
    name: 'chinese-parseint2',
    reads: { number: ({ text }) => finite(Number(chinese_parseInt(text))) },
  },
]
