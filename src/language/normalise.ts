import { faceAt } from './faces.ts'
import type { Span } from './reading.ts'
import { simplified } from './traditional.ts'

/** A text made regular for reading, and the way back to what the person wrote. */
export interface Normalised {
  readonly original: string
  /** Half-width, lower case, simplified, without invisible characters. */
  readonly text: string
  /** The stretch of `original` that a stretch of `text` came from. */
  place(span: Span): Span
}

/** Zero-width and direction marks, soft hyphen, variation selectors: seen by nobody, pasted by many. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u
/** A Chinese comma ends a clause and must not become a thousands separator. */
const KEPT = new Set(['，', '。', '；', '、'])
const FULL_WIDTH_DIGIT = /[\uff10-\uff19]/u

function folded(character: string, previous: string): string {
  // Nearly every character of a message: spares it the slow ways below.
  if (character >= '一' && character <= '鿿') return simplified(character)
  if (character >= '!' && character <= '@') return character
  if (INVISIBLE.test(character)) return ''
  if (character === '，' && FULL_WIDTH_DIGIT.test(previous)) return ','
  if (KEPT.has(character)) return character
  return [...character.normalize('NFKC').toLowerCase()].map(simplified).join('')
}

/**
 * Shows WeCom's faces ([强]) as emoji, folds full-width forms (NFKC), case and the common traditional characters, drops invisible ones,
 * and remembers where each character came from, so that spans can refer to the original text.
 */
export function normalise(original: string): Normalised {
  let text = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  let previous = ''
  while (at < original.length) {
    const written = String.fromCodePoint(original.codePointAt(at) ?? 0)
    const face =
      written === '[' || written === '［' ? faceAt(original.slice(at, at + 6)) : undefined
    const piece = face?.shown ?? folded(written, previous)
    const to = at + (face?.length ?? written.length)
    for (let i = 0; i < piece.length; i++) {
      starts.push(at)
      ends.push(to)
    }
    text += piece
    at = to
    previous = written
  }
  return {
    original,
    text,
    place: ({ from, to }) => ({
      from: starts[from] ?? at,
      to: to > from ? (ends[to - 1] ?? at) : (starts[from] ?? at),
    }),
  }
}
