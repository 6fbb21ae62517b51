import { z } from 'zod'
import { dataFile, readYaml } from '../base/index.ts'

const BANDS = ['very-satisfied', 'satisfied', 'fair', 'poor'] as const
export type Band = (typeof BANDS)[number]

const shape = z.strictObject({
  bands: z.array(z.strictObject({ from: z.number().min(0).max(100), key: z.enum(BANDS) })).min(1),
  'shown-from': z.int().min(5),
  'shrink-weight': z.number().min(0),
})

/** How satisfaction is reckoned: see satisfaction.yaml. */
export type SatisfactionScale = z.infer<typeof shape>

/** Reads the scale; throws MistakesError with file:line:column. */
export function loadSatisfactionScale(
  path = dataFile('surveys', 'satisfaction.yaml'),
): SatisfactionScale {
  return readYaml(path, shape).value
}

/** What a unit's answers come to. */
export interface Satisfaction {
  readonly n: number
  /** 0–100, shrunk towards the mean of all: with few answers a unit stands near it. */
  readonly score: number
  /** Wilson's 95 % interval of the unshrunk score as a share of 100: wider than needed, never too narrow for bounded scores. */
  readonly low: number
  readonly high: number
  readonly band: Band
}

/** The five marks of 1–5 as a score of 0–100. */
export const scoreOf = (marks: readonly number[]): number =>
  ((marks.reduce((sum, mark) => sum + mark, 0) / marks.length - 1) / 4) * 100

/** The mean of scores; undefined where too few are shown. `all` is the mean over every unit. */
export function satisfactionOf(
  scores: readonly number[],
  all: number,
  scale: SatisfactionScale,
): Satisfaction | undefined {
  const n = scores.length
  if (n < scale['shown-from']) return undefined
  const mean = scores.reduce((sum, score) => sum + score, 0) / n
  const weight = scale['shrink-weight']
  const score = (n * mean + weight * all) / (n + weight)
  const band = scale.bands.find(({ from }) => Math.round(score) >= from)?.key ?? 'poor'
  return { n, score, band, ...wilson(mean / 100, n) }
}

/** 95 %. */
const Z = 1.96

function wilson(share: number, n: number): { low: number; high: number } {
  const square = (Z * Z) / n
  const middle = share + square / 2
  const half = Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n))
  return {
    low: (Math.max(0, middle - half) / (1 + square)) * 100,
    high: (Math.min(1 + square, middle + half) / (1 + square)) * 100,
  }
}
