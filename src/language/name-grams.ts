import { readingsOf, soundsOf } from './name-characters.ts'
import type { Row } from './name-score.ts'

/** Candidates that are compared letter by letter. */
const COMPARED = 60
const SOUND_WEIGHT = 0.6
const LETTER_WEIGHT = 0.35
/** A single letter that more than this share of the names contain chooses nothing. */
const COMMON = 0.3

type Postings = Map<string, number[]>

function post(postings: Postings, key: string, at: number): void {
  const list = postings.get(key)
  if (!list) postings.set(key, [at])
  else if (list.at(-1) !== at) list.push(at)
}

function soundPairs(a: string | undefined, b: string | undefined): string[] {
  if (a === undefined || b === undefined) return []
  return readingsOf(a).flatMap((left) => readingsOf(b).map((right) => `${left} ${right}`))
}

/**
 * Inverted index over letters, pairs of neighbours, and the folded sounds of such pairs, made at the first search.
 * A unit's own handful of names needs none: as many are compared letter by letter anyway, and hundreds of such
 * indexes would fill the memory.
 */
export class GramIndex {
  private readonly names: (readonly string[])[] = []
  private readonly rows: Row[] = []
  private readonly letters: Postings = new Map()
  private readonly pairs: Postings = new Map()
  private readonly sounds: Postings = new Map()
  /** Names before this number are in the index. */
  private indexed = 0

  /** Adds a name and gives its number. */
  add(letters: readonly string[]): number {
    return this.names.push(letters) - 1
  }

  /** A row of letters with its sounds. */
  rowOf(letters: readonly string[]): Row {
    return { letters, sounds: soundsOf(letters) }
  }

  /** The letters and sounds of a name that was added. */
  row(at: number): Row {
    const known = this.rows[at]
    if (known) return known
    const row = this.rowOf(this.names[at] ?? [])
    if (this.names.length > COMPARED) this.rows[at] = row
    return row
  }

  /** How telling each letter is, about 0.2 (项) … 1 (瀚). */
  weights(letters: readonly string[]): number[] {
    const counts = this.countsOf(letters)
    const all = Math.max(this.names.length, 2)
    return letters.map(
      (letter) => 0.2 + 0.8 * (1 - Math.log(1 + (counts.get(letter) ?? 0)) / Math.log(1 + all)),
    )
  }

  /** The numbers of the names that share most with the query, best first. */
  candidates(query: readonly string[], isAllowed: (at: number) => boolean): number[] {
    const all = this.names.length
    if (all <= COMPARED) return [...this.names.keys()].filter(isAllowed)
    this.indexAll()
    const scores = new Float64Array(all)
    const touched: number[] = []
    const vote = (list: readonly number[] | undefined, factor: number): void => {
      if (!list) return
      const worth = factor * Math.log(1 + all / list.length)
      for (const at of list) {
        if (scores[at] === 0) touched.push(at)
        scores[at] = (scores[at] ?? 0) + worth
      }
    }
    const isShort = query.length < 4
    query.forEach((letter, i) => {
      const list = this.letters.get(letter)
      if (isShort || (list && list.length < all * COMMON)) vote(list, LETTER_WEIGHT)
      const next = query[i + 1]
      if (next === undefined) return
      vote(this.pairs.get(letter + next), 1)
      for (const pair of soundPairs(letter, next)) vote(this.sounds.get(pair), SOUND_WEIGHT)
    })
    return highest(touched, scores, isAllowed)
  }

  /** How many names hold each of these letters. */
  private countsOf(letters: readonly string[]): Map<string, number> {
    if (this.names.length > COMPARED) {
      this.indexAll()
      return new Map(letters.map((letter) => [letter, this.letters.get(letter)?.length ?? 0]))
    }
    const counts = new Map(letters.map((letter) => [letter, 0]))
    for (const name of this.names)
      for (const [i, letter] of name.entries()) {
        const count = counts.get(letter)
        if (count !== undefined && name.indexOf(letter) === i) counts.set(letter, count + 1)
      }
    return counts
  }

  private indexAll(): void {
    for (; this.indexed < this.names.length; this.indexed++) {
      const at = this.indexed
      const letters = this.names[at] ?? []
      letters.forEach((letter, i) => {
        post(this.letters, letter, at)
        const next = letters[i + 1]
        if (next !== undefined) post(this.pairs, letter + next, at)
        for (const pair of soundPairs(letter, next)) post(this.sounds, pair, at)
      })
    }
  }
}

/** The COMPARED best-scored numbers. Insertion into a short list: sorting thousands would cost more than all the rest. */
function highest(
  touched: readonly number[],
  scores: Float64Array,
  isAllowed: (at: number) => boolean,
): number[] {
  const best: number[] = []
  for (const at of touched) {
    const score = scores[at] ?? 0
    if (best.length === COMPARED && score <= (scores[best[COMPARED - 1] ?? 0] ?? 0)) continue
    if (!isAllowed(at)) continue
    let place = best.length
    while (place > 0 && score > (scores[best[place - 1] ?? 0] ?? 0)) place--
    best.splice(place, 0, at)
    best.length = Math.min(best.length, COMPARED)
  }
  return best
}
