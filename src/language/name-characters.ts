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
const JOINING = '的'
const SILENT = /[\s\p{P}\p{S}]/u
/** Codes hold longer runs; those are cut into several letters. */
const LONGEST_NUMBER = 12
const NUMBER = /^(?:\d+|[〇零一二三四五六七八九十]+)/
const DIGITS = new Set('0123456789〇零一二三四五六七八九十')

// Most characters of a name are Chinese and no digit, which is told without a pattern.
const isSilent = (piece: string): boolean =>
  piece === JOINING || (!(piece >= '一' && piece <= '鿿') && SILENT.test(piece))

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
    const run = DIGITS.has(character)
      ? NUMBER.exec(normal.text.slice(at, at + LONGEST_NUMBER))?.[0]
      : undefined
    const piece = run ?? character
    const span = normal.place({ from: at, to: at + piece.length })
    at += piece.length
    if (isSilent(piece)) continue
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

/** A character is read in at most this many ways; rarer readings only blur the index. */
const READINGS = 2

/** How a letter is read: folded pinyin, and the same as numbers, 0 where there is none. */
interface Spoken {
  readonly readings: readonly string[]
  readonly first: number
  readonly second: number
}

const MUTE: Spoken = { readings: [], first: 0, second: 0 }
const spoken = new Map<string, Spoken>()
const numbers = new Map<string, number>()

function numberOf(reading: string | undefined): number {
  if (reading === undefined) return 0
  const known = numbers.get(reading)
  if (known !== undefined) return known
  const next = numbers.size + 1
  numbers.set(reading, next)
  return next
}

/** Computed once a character, when first needed. */
function spokenAs(letter: string): Spoken {
  const known = spoken.get(letter)
  if (known) return known
  // Not kept: there is no end of numbers.
  if (!/\p{Script=Han}/u.test(letter)) return MUTE
  const all = pinyin(letter, { toneType: 'none', type: 'array', multiple: true, v: true })
  const readings = [...new Set(all.slice(0, READINGS).map(foldedSyllable))]
  const [first, second] = readings
  const made = { readings, first: numberOf(first), second: numberOf(second) }
  spoken.set(letter, made)
  return made
}

/** The folded pinyin readings of a character, at most two; none for letters and digits. */
export function readingsOf(letter: string): readonly string[] {
  return spokenAs(letter).readings
}

/** The sounds of a name's letters as numbers, two a letter, 0 where there is none: compared millions of times. */
export type Sounds = Uint16Array

/** The sounds of a row of letters. */
export function soundsOf(letters: readonly string[]): Sounds {
  const sounds = new Uint16Array(letters.length * READINGS)
  letters.forEach((letter, i) => {
    const { first, second } = spokenAs(letter)
    sounds[i * READINGS] = first
    sounds[i * READINGS + 1] = second
  })
  return sounds
}

/** The sounds of letter i of a row: 0 for both where it is not read aloud, the second 0 where there is one only. */
export function soundsAt(sounds: Sounds, i: number): readonly [number, number] {
  return [sounds[i * READINGS] ?? 0, sounds[i * READINGS + 1] ?? 0]
}

/** Whether a letter with these sounds and letter j of a row may sound alike. */
export function soundAlike(first: number, second: number, sounds: Sounds, j: number): boolean {
  const third = sounds[j * READINGS]
  const fourth = sounds[j * READINGS + 1]
  if (first !== 0 && (first === third || first === fourth)) return true
  return second !== 0 && (second === third || second === fourth)
}
