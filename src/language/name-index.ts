import { charactersOf } from './name-characters.ts'
import { GramIndex } from './name-grams.ts'
import { type Alignment, align, queryOf } from './name-score.ts'
import { normalise } from './normalise.ts'
import type { Span } from './reading.ts'

/** Something that has names: a project, a unit, a supplier. */
export interface Named {
  readonly id: string
  /** Official name first, then short names and learned aliases. */
  readonly names: readonly string[]
  /** Exact codes such as 项目编号; one that stands in the text wins over every name. */
  readonly codes?: readonly string[]
}

/** A candidate for a name in a text. */
export interface NameMatch {
  readonly id: string
  /** 0 … 1; 1 is the full name or the code. */
  readonly score: number
  /** The name that matched. */
  readonly name: string
  /** Where in the text the matched words stand. */
  readonly span: Span
  readonly rule: 'name.code' | 'name.exact' | 'name.alike'
}

/** How sure a search is. */
export type NameLevel = 'sure' | 'choice' | 'unknown'

/** Candidates, best first, and whether the first may be taken (`sure`), must be chosen (`choice`) or is none. */
export interface NameSearch {
  readonly level: NameLevel
  readonly matches: readonly NameMatch[]
}

/** Whom a search may see; an id outside is never offered. */
export type Among = ReadonlySet<string> | ((id: string) => boolean)

/** How a search is bounded: who may be seen, and how many candidates come back (default 30). */
export interface NameOptions {
  readonly among?: Among
  readonly limit?: number
}

/** A searchable set of names. */
export interface NameIndex {
  readonly size: number
  /** Candidates for a name as somebody wrote or said it: abbreviated, misspelt, by sound, in another order. */
  find(text: string, options?: NameOptions): NameSearch
  /** The official (first) name of an id. */
  nameOf(id: string): string | undefined
}

/** From here on the best candidate may be taken, if the next one is at least SURE_LEAD behind. */
export const SURE_SCORE = 0.68
/** The distance to the runner-up below which a person must choose. */
const SURE_LEAD = 0.06
/** Below this nothing in the office is meant. */
export const CHOICE_SCORE = 0.42

const DEFAULT_LIMIT = 30
/** Texts longer than any name are cut: a message of 5,000 characters must not cost 5,000 look-ups. */
const LONGEST_TEXT = 60
/** Shorter codes would be found in any number. */
const SHORTEST_CODE = 4

const isSeen = (id: string, among: Among | undefined): boolean =>
  among === undefined || (typeof among === 'function' ? among(id) : among.has(id))

/** 「2026-118」: the year and number that people say for 「焦财磋商采购-2026-118」. */
const CODE_TAIL = /(20\d\d)\D{1,3}(\d{1,6})(?!\d)/
const tailOf = (text: string): string | undefined => {
  const [, year, number] = CODE_TAIL.exec(normalise(text).text) ?? []
  return year && number ? `${year}-${Number(number)}` : undefined
}
const codeKey = (text: string): string => charactersOf(text).letters.join('')

interface Entry {
  readonly id: string
  readonly name: string
  readonly key: string
}

class Names implements NameIndex {
  private readonly entries: Entry[] = []
  private readonly grams = new GramIndex()
  private readonly official = new Map<string, string>()
  private readonly exact = new Map<string, number[]>()
  private readonly codes = new Map<string, string[]>()
  private readonly tails = new Map<string, string[]>()

  constructor(all: readonly Named[]) {
    for (const { id, names, codes = [] } of all) {
      this.official.set(id, names[0] ?? id)
      for (const name of names) this.addName(id, name)
      for (const code of codes) this.addCode(code, id)
    }
  }

  get size(): number {
    return this.official.size
  }

  nameOf(id: string): string | undefined {
    return this.official.get(id)
  }

  private addName(id: string, name: string): void {
    const { letters } = charactersOf(name)
    if (letters.length === 0) return
    const key = letters.join('')
    const at = this.grams.add(letters)
    this.entries[at] = { id, name, key }
    const same = this.exact.get(key)
    if (same) same.push(at)
    else this.exact.set(key, [at])
  }

  private addCode(code: string, id: string): void {
    const key = codeKey(code)
    if (key.length >= SHORTEST_CODE) this.codes.set(key, [...(this.codes.get(key) ?? []), id])
    const tail = tailOf(code)
    if (tail) this.tails.set(tail, [...(this.tails.get(tail) ?? []), id])
  }

  find(text: string, { among, limit = DEFAULT_LIMIT }: NameOptions = {}): NameSearch {
    const clipped = text.slice(0, LONGEST_TEXT)
    const { letters, starts, ends } = charactersOf(clipped)
    const key = letters.join('')
    const byCode = this.byCode(clipped, key, among)
    if (byCode.length > 0) return levelled(byCode.slice(0, limit))
    if (letters.length === 0) return { level: 'unknown', matches: [] }
    const query = queryOf(this.grams.rowOf(letters), this.grams.weights(letters))
    const isAllowed = (at: number): boolean => isSeen(this.entries[at]?.id ?? '', among)
    const exact = (this.exact.get(key) ?? []).filter(isAllowed)
    const best = new Map<string, NameMatch>()
    for (const at of new Set([...exact, ...this.grams.candidates(letters, isAllowed)])) {
      const entry = this.entries[at]
      if (!entry) continue
      const alignment = align(query, this.grams.row(at))
      const match = matchOf(entry, entry.key === key, alignment, starts, ends)
      if ((best.get(entry.id)?.score ?? -1) < match.score) best.set(entry.id, match)
    }
    const matches = [...best.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    return levelled(matches.slice(0, limit))
  }

  private byCode(text: string, key: string, among: Among | undefined): NameMatch[] {
    if (this.codes.size === 0 || !/\d/.test(key)) return []
    const found = [...this.codes].filter(([code]) => key.includes(code))
    const longest = Math.max(0, ...found.map(([code]) => code.length))
    const whole = found.filter(([code]) => code.length === longest).flatMap(([, ids]) => ids)
    const tail = tailOf(text)
    const ids = whole.length > 0 || !tail ? whole : (this.tails.get(tail) ?? [])
    return ids
      .filter((id) => isSeen(id, among))
      .map((id) => ({
        id,
        score: 1,
        name: this.official.get(id) ?? id,
        span: { from: 0, to: text.length },
        rule: 'name.code',
      }))
  }
}

function matchOf(
  { id, name }: Entry,
  isExact: boolean,
  { score, first, last }: Alignment,
  starts: readonly number[],
  ends: readonly number[],
): NameMatch {
  return {
    id,
    name,
    score: isExact ? 1 : Math.min(score, 0.99),
    span: { from: starts[first] ?? 0, to: ends[last] ?? 0 },
    rule: isExact ? 'name.exact' : 'name.alike',
  }
}

function levelled(matches: readonly NameMatch[]): NameSearch {
  const [best, next] = matches
  if (!best || best.score < CHOICE_SCORE) return { level: 'unknown', matches }
  const lead = best.score - (next?.score ?? 0)
  const isSure = best.score >= SURE_SCORE && (lead >= SURE_LEAD || (best.score === 1 && lead > 0))
  return { level: isSure ? 'sure' : 'choice', matches }
}

/**
 * Builds a name index: quick, since what a search needs is made at the first one.
 * 5,000 names: a search takes well under 10 ms.
 */
export function createNameIndex(all: readonly Named[]): NameIndex {
  return new Names(all)
}
