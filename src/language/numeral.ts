import { add, type Decimal, decimalOf, isBelow, negative, shift, whole } from './decimal.ts'

/** Financial and colloquial digit characters, folded to the plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  〇: '零',
  壹: '一',
  贰: '二',
  两: '二',
  俩: '二',
  参: '三',
  叁: '三',
  仨: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
}
const DIGITS = '零一二三四五六七八九'
const UNITS: readonly (readonly [string, number])[] = [
  ['亿', 8],
  ['万', 4],
  ['千', 3],
  ['百', 2],
  ['十', 1],
]

/** Every character of a Chinese digit. */
export const CHINESE_DIGIT = '〇零一二两三四五六七八九壹贰叁参肆伍陆柒捌玖'
/** Every character of a Chinese numeral, units included. */
export const CHINESE_NUMERAL = `${CHINESE_DIGIT}十百千万亿廿卅拾佰仟`

/**
 * The source of a pattern that takes one numeral, Arabic, Chinese or mixed (`12万5`, `200亿零四千230`).
 * A run of digits is taken whole or not at all, which also keeps matching linear on long input.
 */
export const NUMERAL: string =
  `(?:(?:\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\d,])|\\d+(?:\\.\\d+)?(?!\\d)|[${CHINESE_NUMERAL}])+` +
  `(?:点(?:\\d+(?!\\d)|[${CHINESE_DIGIT}]+)[十百千万亿]{0,2})?)`

function digitsOf(text: string): string | undefined {
  let digits = ''
  for (const character of text) {
    const digit = DIGITS.indexOf(character)
    if (digit < 0) return undefined
    digits += String(digit)
  }
  return digits
}

/** Digits without units, `12.5`, `1,286,000`, `一七二零`, `3点14`. */
function plainNumber(text: string): Decimal | undefined {
  const [integer = '', fraction, ...more] = text.split(/[点.]/)
  if (more.length > 0) return undefined
  const run = (part: string): string | undefined =>
    /^\d*$/.test(part) ? part : (digitsOf(part) ?? undefined)
  const left = run(integer.replaceAll(',', ''))
  const right = fraction === undefined ? '' : run(fraction)
  if (left === undefined || right === undefined || (left === '' && right === '')) return undefined
  return decimalOf(`${left}.${right}`)
}

/** What follows a unit of 10^power: 「三万五」 is 35,000, 「三万零五」 30,005, 「1万600」 10,600. */
function tail(text: string, power: number): Decimal | undefined {
  if (text === '') return whole(0)
  const rest = text.replace(/^[零0]+(?=.)/, '')
  const single = /^(?:[1-9]|[一二三四五六七八九])$/.test(text) ? plainNumber(text) : undefined
  if (single) return shift(single, Math.max(power - 1, 0))
  const value = unsigned(rest)
  return value && isBelow(value, power) ? value : undefined
}

function unsigned(text: string): Decimal | undefined {
  for (const [unit, power] of UNITS) {
    const at = text.lastIndexOf(unit)
    if (at < 0) continue
    const left = text.slice(0, at).replace(/^零+(?=.)/, '')
    // 「十」「百」「千」 may stand alone or after 零; 「万」 and 「亿」 need something before them.
    const head = left === '' || left === '零' ? (power < 4 ? whole(1) : undefined) : unsigned(left)
    const rest = tail(text.slice(at + 1), power)
    return head && rest && add(shift(head, power), rest)
  }
  return plainNumber(text)
}

/**
 * The exact value of a numeral (Arabic, Chinese, financial, mixed, 廿/卅, elliptic 「十三万五」),
 * with a sign 负 or -; undefined when the text is not one.
 */
export function readNumeral(text: string): Decimal | undefined {
  const compact = text.replace(/\s+/g, '')
  const [, sign, body = ''] = /^([负-])?(.+)$/.exec(compact) ?? []
  const plain = [...body.replaceAll('廿', '二十').replaceAll('卅', '三十')]
    .map((character) => PLAIN[character] ?? character)
    .join('')
  const value = plain ? unsigned(plain) : undefined
  return value && sign ? negative(value) : value
}

/** By far the most common way, and short enough to be exact. */
const PLAIN_INTEGER = /^\d{1,15}$/

/** A small whole number such as a day, a month or a count; undefined when it is not one. */
export function readInteger(text: string): number | undefined {
  if (PLAIN_INTEGER.test(text)) return Number(text)
  const value = readNumeral(text)
  if (!value) return undefined
  const number = Number(`${value.units}e-${value.scale}`)
  return Number.isInteger(number) ? number : undefined
}
