import { pinyin } from 'pinyin-pro'
import { normalise } from './normalise.ts'
import { readInteger } from './numeral.ts'

/** A name cut into the characters that count, each with the place it came from in the written text. */
export interface Characters {
  readonly letters: readonly string[]
  /** UTF-16 offsets into the written text, one a letter. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** 的 joins words and is in no name that would be lost without it. */
const SILENT = /[\s\p{P}\p{S}的]/u
/** Codes hold longer runs; those are cut into several letters. */
const LONGEST_NUMBER = 12
const NUMBER = /^(?:\d+|[〇零一二三四五六七八九十]+)/

/**
 * Normalises a name for comparison: punctuation and spaces dropped, a number (Arabic or Chinese) as one
 * letter, 第 before it dropped, so that 「第十一中学」 begins like 「11中」 and unlike 「一中」.
 */
export function charactersOf(text: string): Characters {
  const normal = normalise(text)
  const letters: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < normal.text.length; ) {
    const character = String.fromCodePoint(normal.text.codePointAt(at) ?? 0)
    const [run] = NUMBER.exec(normal.text.slice(at, at + LONGEST_NUMBER)) ?? []
    const piece = run ?? character
    const span = normal.place({ from: at, to: at + piece.length })
    at += piece.length
    if (SILENT.test(piece)) continue
    if (run && letters.at(-1) === '第') {
      letters.pop()
      starts.pop()
      ends.pop()
    }
    letters.push(run ? String(readInteger(run) ?? run) : piece)
    starts.push(span.from)
    ends.push(span.to)
  }
  return { letters, starts, ends }
}

/** zh/z, ch/c, sh/s, l/n, ing/in, eng/en: what voice input and local speech confuse. */
function foldedSyllable(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/(?<=[ie])ng$/, 'n')
}

const NONE: readonly string[] = []
const cache = new Map<string, readonly string[]>()
/** A character is read in at most this many ways; rarer readings only blur the index. */
const READINGS = 2

/** The folded pinyin readings of a character, at most two; none for letters and digits. Computed once, when first needed. */
export function readingsOf(letter: string): readonly string[] {
  const known = cache.get(letter)
  if (known) return known
  const isHan = /\p{Script=Han}/u.test(letter)
  const all = isHan
    ? pinyin(letter, { toneType: 'none', type: 'array', multiple: true, v: true })
    : NONE
  const readings = [...new Set(all.slice(0, READINGS).map(foldedSyllable))]
  cache.set(letter, readings)
  return readings
}

/** The sounds of a name's letters as numbers, two a letter, 0 where there is none: compared millions of times. */
export type Sounds = Uint16Array

const numbers = new Map<string, number>()

function numberOf(reading: string | undefined): number {
  if (reading === undefined) return 0
  const known = numbers.get(reading)
  if (known !== undefined) return known
  const next = numbers.size + 1
  numbers.set(reading, next)
  return next
}

/** The sounds of a row of letters. */
export function soundsOf(letters: readonly string[]): Sounds {
  const sounds = new Uint16Array(letters.length * READINGS)
  letters.forEach((letter, i) => {
    const [first, second] = readingsOf(letter)
    sounds[i * READINGS] = numberOf(first)
    sounds[i * READINGS + 1] = numberOf(second)
  })
  return sounds
}

/** Whether letter i of one row and letter j of another may sound alike. */
export function soundAlike(a: Sounds, i: number, b: Sounds, j: number): boolean {
  const [first, second] = [a[i * READINGS], a[i * READINGS + 1]]
  const [third, fourth] = [b[j * READINGS], b[j * READINGS + 1]]
  if (first && (first === third || first === fourth)) return true
  return Boolean(second && (second === third || second === fourth))
}
