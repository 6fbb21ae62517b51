import { type Sounds, soundAlike, soundsAt } from './name-characters.ts'

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

/** What was said, ready to be compared with any number of names. */
export interface Query extends Row {
  /** How telling each letter is. */
  readonly weights: readonly number[]
  readonly digits: readonly string[]
  /** What it is worth when all of it is explained, and when that is one unbroken run. */
  readonly total: number
  readonly unbroken: number
}

/** A row as what was said. */
export function queryOf(row: Row, weights: readonly number[]): Query {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
  return {
    ...row,
    weights,
    digits: row.letters.filter((letter) => /\d/.test(letter)),
    total,
    unbroken: total * (1 + RUN_BONUS) - (weights[0] ?? 0) * RUN_BONUS,
  }
}

/** Likeness of every letter of the query (rows) to every letter of the name (columns). */
interface Likeness {
  readonly table: Float32Array
  readonly columns: number
  /** 1 for a row that is like some letter of the name. */
  readonly touched: Uint8Array
}

function likenessOf(query: Row, name: Row): Likeness {
  const columns = name.letters.length
  const touched = new Uint8Array(query.letters.length)
  const table = new Float32Array(touched.length * columns)
  for (let i = 0; i < touched.length; i++) {
    const letter = query.letters[i]
    const [first, second] = soundsAt(query.sounds, i)
    const isHeard = first !== 0
    for (let j = 0; j < columns; j++) {
      // The same letter sounds the same, and sounds are compared more quickly.
      if (isHeard && !soundAlike(first, second, name.sounds, j)) continue
      const isSame = letter === name.letters[j]
      if (!isSame && !isHeard) continue
      table[i * columns + j] = isSame ? 1 : SOUND
      touched[i] = 1
    }
  }
  return { table, columns, touched }
}

/**
 * In-order alignment, unbroken runs preferred: the best sum of weights over a common subsequence,
 * for every beginning of the query (element i: its first i letters); `backwards`, for every ending read from its end.
 */
function inOrder(
  { table, columns, touched }: Likeness,
  weights: readonly number[],
  backwards = false,
): Float64Array {
  const length = weights.length
  const sums = new Float64Array(length + 1)
  // For the letters so far, by how much of the name: the best sum, and whether it ends in a match. Overwritten row by row.
  const worth = new Float64Array(columns + 1)
  const runs = new Uint8Array(columns + 1)
  for (let i = 1; i <= length; i++) {
    const row = backwards ? length - i : i - 1
    if (touched[row] === 0) {
      runs.fill(0)
    } else {
      const value = weights[row] ?? 0
      let worthBefore = 0
      let runBefore = 0
      for (let j = 1; j <= columns; j++) {
        const worthAbove = worth[j] ?? 0
        const runAbove = runs[j] ?? 0
        const likeness = table[row * columns + (backwards ? columns - j : j - 1)] ?? 0
        let best = Math.max(worthAbove, worth[j - 1] ?? 0)
        runs[j] = 0
        if (likeness > 0) {
          const gain = worthBefore + value * likeness * (runBefore === 1 ? 1 + RUN_BONUS : 1)
          if (gain >= best) {
            best = gain
            runs[j] = 1
          }
        }
        worth[j] = best
        worthBefore = worthAbove
        runBefore = runAbove
      }
    }
    sums[i] = worth[columns] ?? 0
  }
  return sums
}

/** Two parts in exchanged order: the best cut of the query whose halves are each in order. */
function exchanged(
  beginnings: Float64Array,
  likeness: Likeness,
  weights: readonly number[],
): number {
  const endings = inOrder(likeness, weights, true)
  const length = weights.length
  return weights.reduce(
    (best, _, i) => Math.max(best, (beginnings[i] ?? 0) + (endings[length - i] ?? 0)),
    0,
  )
}

/** Order-free: how much of the query stands in pairs of neighbours that the name also has. */
function anyOrder({ table, columns, touched }: Likeness, weights: readonly number[]): number {
  const shared = new Float32Array(weights.length)
  for (let i = 0; i + 1 < weights.length; i++) {
    if (touched[i] === 0 || touched[i + 1] === 0) continue
    let best = 0
    for (let j = 0; j + 1 < columns; j++) {
      const first = table[i * columns + j] ?? 0
      const second = first > 0 ? (table[(i + 1) * columns + j + 1] ?? 0) : 0
      if (second > 0) best = Math.max(best, Math.min(first, second))
    }
    shared[i] = Math.max(shared[i] ?? 0, best)
    shared[i + 1] = Math.max(shared[i + 1] ?? 0, best)
  }
  return weights.reduce((sum, weight, i) => sum + weight * (shared[i] ?? 0), 0)
}

/** No order makes more of the letters that the name has: all of them, those with neighbours as one run. */
function mostOf({ touched }: Likeness, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => {
    if (touched[i] === 0) return sum
    const hasNeighbour = touched[i - 1] === 1 || touched[i + 1] === 1
    return sum + weight * (hasNeighbour ? 1 + RUN_BONUS : 1)
  }, 0)
}

/**
 * Scores a name against what was said: the share of the said characters that the name explains,
 * unbroken runs and short names preferred.
 */
export function align(query: Query, name: Row): Alignment {
  const { weights, total, unbroken } = query
  const likeness = likenessOf(query, name)
  const { columns, touched } = likeness
  const half = RUN_BONUS / 2
  const share = (worth: number): number =>
    Math.min(1, worth / total) * (1 - half) + Math.min(1, worth / unbroken) * half
  const beginnings = inOrder(likeness, weights)
  let explained = share(beginnings[weights.length] ?? 0)
  // Most names have so little of what was said, or all of it in order, that another order cannot matter.
  if (share(mostOf(likeness, weights)) * REORDERED > explained) {
    explained = Math.max(
      explained,
      share(exchanged(beginnings, likeness, weights)) * REORDERED,
      (anyOrder(likeness, weights) / total) * REORDERED,
    )
  }
  const cover = Math.min(1, query.letters.length / Math.max(columns, 1))
  const score = explained * (1 - SHORTNESS + SHORTNESS * cover)
  const agrees = query.digits.every((digit) => name.letters.includes(digit))
  return {
    score: agrees ? score : score * WRONG_DIGIT,
    first: Math.max(0, touched.indexOf(1)),
    last: touched.lastIndexOf(1),
  }
}
