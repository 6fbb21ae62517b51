import { type Decimal, negative, numberOf, shift } from './decimal.ts'
import { normalise } from './normalise.ts'
import { NUMERAL, readNumeral } from './numeral.ts'
import { type Found, moved, NONE, type Reading } from './reading.ts'
import { chosen } from './rejection.ts'

interface NumberRule {
  readonly name: string
  readonly pattern: RegExp
  read(groups: Readonly<Record<string, string | undefined>>): number | undefined
}

const SIGN = '(?<sign>(?:负|-|−)\\s*)?'
const MULTIPLES: Readonly<Record<string, number>> = { k: 3, w: 4, m: 6, g: 9 }

function signedNumeral(text: string | undefined, sign: string | undefined): Decimal | undefined {
  const value = readNumeral(text ?? '')
  return value && sign ? negative(value) : value
}

function ratio(numerator: string | undefined, denominator: string | undefined): number | undefined {
  const [n, d] = [readNumeral(numerator ?? ''), readNumeral(denominator ?? '')]
  if (!n || !d || d.units === 0n) return undefined
  return numberOf(n) / numberOf(d)
}

/** Ways of writing a number, tried in order at each place; the first that matches takes it. */
const RULES: readonly NumberRule[] = [
  {
    name: 'number.fraction',
    pattern: new RegExp(
      `(?:(?<whole>${NUMERAL})又)?(?<d>${NUMERAL})[分份]之?(?<n>${NUMERAL})`,
      'g',
    ),
    read: ({ whole, d, n }) => {
      const part = ratio(n, d)
      const base = whole ? readNumeral(whole) : undefined
      if (part === undefined || (whole && !base)) return undefined
      return (base ? numberOf(base) : 0) + part
    },
  },
  {
    name: 'number.half',
    pattern: new RegExp(`(?<one>[一1])?半个?半?|(?<count>${NUMERAL})个半`, 'g'),
    read: ({ count }) => {
      const value = count ? readNumeral(count) : undefined
      if (count && !value) return undefined
      return (value ? numberOf(value) : 0) + 0.5
    },
  },
  {
    name: 'number.dozen',
    pattern: new RegExp(`(?<count>${NUMERAL})打(?!印|款|电|卡)`, 'g'),
    read: ({ count }) => {
      const value = readNumeral(count ?? '')
      return value && numberOf(value) * 12
    },
  },
  {
    name: 'number.plain',
    pattern: new RegExp(
      `${SIGN}(?<number>\\.\\d+(?!\\d)|${NUMERAL})\\s?(?<multiple>[kwmg](?![a-z]))?`,
      'g',
    ),
    read: ({ sign, number, multiple }) => {
      const value = signedNumeral(number, sign)
      return value && numberOf(shift(value, multiple ? (MULTIPLES[multiple] ?? 0) : 0))
    },
  },
]

/** The numbers in a text that is already normalised, from left to right. */
function numbersIn(text: string): Found<number>[] {
  const kept: Found<number>[] = []
  for (const rule of RULES) {
    for (const match of text.matchAll(rule.pattern)) {
      const span = { from: match.index, to: match.index + match[0].trimEnd().length }
      if (kept.some((one) => one.span.from < span.to && span.from < one.span.to)) continue
      const value = rule.read(match.groups ?? {})
      if (value !== undefined) kept.push({ kind: 'value', value, span, rule: rule.name })
    }
  }
  return kept.sort((a, b) => a.span.from - b.span.from)
}

const RANGE = new RegExp(`${NUMERAL}\\s*(?:到|至|[~—–-])\\s*${NUMERAL}`)

/** The one number a text speaks of; a range is none, several different ones are ambiguous. */
export function readNumber(text: string): Reading<number> {
  const normal = normalise(text)
  if (RANGE.test(normal.text)) return NONE
  const one = chosen(normal.text, numbersIn(normal.text))
  return one.kind === 'none' ? NONE : moved(one, normal.place)
}

/** The one whole number of things a text speaks of (「三台」「12个」); fractions and negative numbers are none. */
export function readCount(text: string): Reading<number> {
  const one = readNumber(text)
  if (one.kind !== 'value') return one
  return Number.isInteger(one.value) && one.value >= 0 ? one : NONE
}
