import { type Sounds, soundAlike } from './name-characters.ts'

/** How well a name explains what was said. */
export interface Alignment {
  /** 0 … 1. */
  readonly score: number
  /** The first and last letter of the query that the name explains (indexes). */
  readonly first: number
  readonly last: number
}

/** A character that only sounds alike is worth this share of the same character. */
const SOUND = 0.8
/** A character that continues an unbroken run in the name is worth this much more. */
const RUN_BONUS = 0.35
/** The share of the score that rewards names which hold little else. */
const SHORTNESS = 0.12
/** What words in another order keep of their score. */
const REORDERED = 0.92
/** A digit said but not in the name, or another one there, means another school, another lot. */
const WRONG_DIGIT = 0.55

/** A row of letters ready for comparison. */
export interface Row {
  readonly letters: readonly string[]
  readonly sounds: Sounds
}

/** Likeness of every letter of the query (rows) to every letter of the name (columns). */
function likenesses(query: Row, name: Row): Float32Array {
  const width = name.letters.length
  const table = new Float32Array(query.letters.length * width)
  query.letters.forEach((letter, i) => {
    for (let j = 0; j < width; j++) {
      if (letter === name.letters[j]) table[i * width + j] = 1
      else if (soundAlike(query.sounds, i, name.sounds, j)) table[i * width + j] = SOUND
    }
  })
  return table
}

/**
 * In-order alignment, unbroken runs preferred: the best sum of weights over a common subsequence,
 * for every beginning of the query (element i: its first i letters).
 */
function inOrder(alike: Float32Array, weights: readonly number[], columns: number): Float64Array {
  const width = columns + 1
  const worth = new Float64Array((weights.length + 1) * width)
  const runs = new Uint8Array(worth.length)
  for (let i = 1; i <= weights.length; i++) {
    const value = weights[i - 1] ?? 0
    for (let j = 1; j <= columns; j++) {
      const at = i * width + j
      let best = Math.max(worth[at - width] ?? 0, worth[at - 1] ?? 0)
      const likeness = alike[(i - 1) * columns + j - 1] ?? 0
      if (likeness > 0) {
        const before = at - width - 1
        const gain =
          (worth[before] ?? 0) + value * likeness * (runs[before] === 1 ? 1 + RUN_BONUS : 1)
        if (gain >= best) {
          best = gain
          runs[at] = 1
        }
      }
      worth[at] = best
    }
  }
  return Float64Array.from(
    { length: weights.length + 1 },
    (_, i) => worth[i * width + columns] ?? 0,
  )
}

/** Two parts in exchanged order: the best cut of the query whose halves are each in order. */
function exchanged(
  beginnings: Float64Array,
  alike: Float32Array,
  weights: readonly number[],
  columns: number,
): number {
  const endings = inOrder(alike.toReversed(), weights.toReversed(), columns)
  const length = weights.length
  return weights.reduce(
    (best, _, i) => Math.max(best, (beginnings[i] ?? 0) + (endings[length - i] ?? 0)),
    0,
  )
}

/** Order-free: how much of the query stands in pairs of neighbours that the name also has. */
function anyOrder(alike: Float32Array, weights: readonly number[], columns: number): number {
  const shared = new Float32Array(weights.length)
  for (let i = 0; i + 1 < weights.length; i++) {
    let best = 0
    for (let j = 0; j + 1 < columns; j++) {
      const first = alike[i * columns + j] ?? 0
      const second = first > 0 ? (alike[(i + 1) * columns + j + 1] ?? 0) : 0
      if (second > 0) best = Math.max(best, Math.min(first, second))
    }
    shared[i] = Math.max(shared[i] ?? 0, best)
    shared[i + 1] = Math.max(shared[i + 1] ?? 0, best)
  }
  return weights.reduce((sum, weight, i) => sum + weight * (shared[i] ?? 0), 0)
}

function digitsAgree(query: readonly string[], name: readonly string[]): boolean {
  return query.every((letter) => !/\d/.test(letter) || name.includes(letter))
}

/**
 * Scores a name against what was said: the share of the said characters that the name explains
 * (`weights` says how telling each is), unbroken runs and short names preferred.
 */
export function align(query: Row, name: Row, weights: readonly number[]): Alignment {
  const columns = name.letters.length
  const alike = likenesses(query, name)
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
  const unbroken = total * (1 + RUN_BONUS) - (weights[0] ?? 0) * RUN_BONUS
  const half = RUN_BONUS / 2
  const share = (worth: number): number =>
    Math.min(1, worth / total) * (1 - half) + Math.min(1, worth / unbroken) * half
  const beginnings = inOrder(alike, weights, columns)
  const explained = Math.max(
    share(beginnings[weights.length] ?? 0),
    share(exchanged(beginnings, alike, weights, columns)) * REORDERED,
    (anyOrder(alike, weights, columns) / total) * REORDERED,
  )
  const cover = Math.min(1, query.letters.length / Math.max(columns, 1))
  const score = explained * (1 - SHORTNESS + SHORTNESS * cover)
  const isTouched = (_: string, i: number): boolean =>
    alike.subarray(i * columns, (i + 1) * columns).some((likeness) => likeness > 0)
  return {
    score: digitsAgree(query.letters, name.letters) ? score : score * WRONG_DIGIT,
    first: Math.max(0, query.letters.findIndex(isTouched)),
    last: query.letters.findLastIndex(isTouched),
  }
}
