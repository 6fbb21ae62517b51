import { type Day, type Fen, weekday, yearOf } from '../base/index.ts'

const WEEKDAYS = '一二三四五六日'
const FEN_PER_YUAN = 100n
const YUAN_PER_WAN = 10_000n
/** A sum is said in 万 or 亿 where at most two decimals are needed; everything else in 元. */
const DECIMALS = 2

/** The weekday as the office says it, `周三`. */
export function sayWeekday(day: Day): string {
  return `周${WEEKDAYS[weekday(day) - 1] ?? ''}`
}

/** A day without its weekday: `9月9日`, with the year where `today` lies in another one. */
export function sayDate(day: Day, options: { readonly today?: Day } = {}): string {
  const [, month = '', date = ''] = day.split('-')
  const isThisYear = options.today !== undefined && yearOf(options.today) === yearOf(day)
  return `${isThisYear ? '' : `${yearOf(day)}年`}${Number(month)}月${Number(date)}日`
}

/** A day with its weekday: `9月9日（周三）`; the year is said unless `today` lies in the same one. */
export function sayDay(day: Day, options: { readonly today?: Day } = {}): string {
  return `${sayDate(day, options)}（${sayWeekday(day)}）`
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** The fen in a unit of `unit` fen, without trailing zeros, or undefined where two decimals do not suffice. */
function inUnit(fen: bigint, unit: bigint): string | undefined {
  const step = unit / 10n ** BigInt(DECIMALS)
  if (fen < unit || fen % step !== 0n) return undefined
  const hundredths = fen / step
  const fraction = String(hundredths % 100n)
    .padStart(DECIMALS, '0')
    .replace(/0+$/, '')
  return `${grouped(String(hundredths / 100n))}${fraction && `.${fraction}`}`
}

/** A sum as people say it: `318万元`, `12.5万元`, `1.2亿元`, `3,180.50元`. */
export function sayMoney(fen: Fen): string {
  if (fen < 0n) return `-${sayMoney(-fen)}`
  const wan = YUAN_PER_WAN * FEN_PER_YUAN
  const yi = inUnit(fen, wan * YUAN_PER_WAN)
  if (yi) return `${yi}亿元`
  const inWan = inUnit(fen, wan)
  if (inWan) return `${inWan}万元`
  const cents = fen % FEN_PER_YUAN
  const yuan = grouped(String(fen / FEN_PER_YUAN))
  return cents === 0n ? `${yuan}元` : `${yuan}.${String(cents).padStart(2, '0')}元`
}

/** A count with its measure word, `1,200份`. */
export function sayCount(count: number, unit = ''): string {
  return `${grouped(String(count))}${unit}`
}

/** A share, 30 → `30%`, at most two decimals. */
export function sayPercent(percent: number): string {
  return `${Math.round(percent * 100) / 100}%`
}
