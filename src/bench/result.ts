import { type Breakdown, quantile } from './breakdown.ts'
import type { Measured } from './load.ts'

/** What a run of the bench found. Times in milliseconds, memory in megabytes; rates a second. */
export interface Result {
  readonly people: number
  readonly seconds: number
  readonly turns: {
    readonly count: number
    readonly rate: number
    readonly p50: number
    readonly p99: number
  }
  readonly reports: Spread
  readonly confirms: Spread
  readonly reference: Spread & { readonly rate: number }
  /** Turns for each callback of the reference. */
  readonly ratio: number
  readonly tapToMessage: Spread
  readonly warmStart: { readonly npmStart: number; readonly node: number }
  readonly memory: { readonly idle?: number; readonly after?: number }
  /** Processor milliseconds for each, at full load: what a busy machine distorts least. */
  readonly processor: { readonly turn: Processor; readonly reference: Processor }
  readonly breakdown: readonly Breakdown[]
}

interface Processor {
  readonly node: number
  readonly postgres: number
}

/** How a measure spreads. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Rounded to what can be trusted. */
export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** How these milliseconds spread. */
export const spreadOf = (values: readonly number[]): Spread => ({
  count: values.length,
  p50: rounded(quantile(values, 0.5)),
  p95: rounded(quantile(values, 0.95)),
  p99: rounded(quantile(values, 0.99)),
})

/** Both kinds of turns together. */
export function turnsOf({ reports, confirms, elapsed }: Measured): Result['turns'] {
  const all = [...reports, ...confirms]
  const { count, p50, p99 } = spreadOf(all)
  return { count, rate: rounded((count * 1000) / elapsed), p50, p99 }
}

/** What the product aims at; `npm run bench` says where it misses. */
const AIMS: readonly { readonly what: string; readonly met: (result: Result) => boolean }[] = [
  { what: 'at least 12 % of the reference', met: ({ ratio }) => ratio >= 0.12 },
  { what: 'tap to message p95 under 500 ms', met: ({ tapToMessage }) => tapToMessage.p95 < 500 },
  { what: 'warm start under 3 s', met: ({ warmStart }) => warmStart.npmStart < 3_000 },
  { what: 'idle memory under 250 MB', met: ({ memory }) => (memory.idle ?? 0) < 250 },
  { what: 'memory after the bench under 400 MB', met: ({ memory }) => (memory.after ?? 0) < 400 },
]

/** The result as a person reads it. */
export function resultText(result: Result): string {
  const { turns, reference, tapToMessage: tap, warmStart, memory, processor } = result
  const megabytes = (value: number | undefined): string =>
    value === undefined ? 'not known here' : `${Math.round(value)} MB`
  return [
    `${result.people} people at once, ${result.seconds} s`,
    `  turns        ${turns.rate}/s   p50 ${turns.p50} ms   p99 ${turns.p99} ms   (${turns.count})`,
    `    report     p50 ${result.reports.p50} ms   p99 ${result.reports.p99} ms`,
    `    confirm    p50 ${result.confirms.p50} ms   p99 ${result.confirms.p99} ms`,
    `  reference    ${reference.rate}/s   p50 ${reference.p50} ms   p99 ${reference.p99} ms`,
    `  ratio        ${(result.ratio * 100).toFixed(1)} %`,
    `  tap to message/send   p50 ${tap.p50} ms   p95 ${tap.p95} ms   p99 ${tap.p99} ms`,
    `  processor    turn ${processorText(processor.turn)}, reference ${processorText(processor.reference)}: ${processorRatio(processor)} %`,
    `warm start     npm start ${Math.round(warmStart.npmStart)} ms, node alone ${Math.round(warmStart.node)} ms`,
    `memory         idle ${megabytes(memory.idle)}, after the bench ${megabytes(memory.after)} (Node and PostgreSQL, PSS)`,
    ...result.breakdown.map(breakdownText),
    ...AIMS.map(({ what, met }) => `${met(result) ? 'met   ' : 'MISSED'} ${what}`),
  ].join('\n')
}

const processorText = ({ node, postgres }: Processor): string =>
  `${node} ms node + ${postgres} ms PostgreSQL`

function processorRatio({ turn, reference }: Result['processor']): number {
  const sum = ({ node, postgres }: Processor): number => node + postgres
  return rounded((sum(reference) * 100) / sum(turn))
}

function breakdownText(part: Breakdown): string {
  const line = (name: string, ms: number): string => `  ${ms.toFixed(2).padStart(7)} ms  ${name}`
  return [
    `a ${part.kind} turn, one person alone: ${part.total.toFixed(1)} ms, ${part.statements.length} statements in ${part.roundTrips} round trips (medians of ${part.turns})`,
    line('HTTP, signature, decryption, XML, queue, connection', part.before),
    ...part.statements.map(({ name, ms }) => line(name, ms)),
    line('between statements: engine, understanding, database client', part.engine),
    line('after the commit: encryption, HTTP', part.after),
  ].join('\n')
}
