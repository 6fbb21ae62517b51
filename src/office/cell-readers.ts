import { type Day, dayOf, type Fen } from '../base/index.ts'
import { readNumber, readPercent } from '../language/index.ts'
import type { AgreedRate } from '../ledger/index.ts'
import { type Cell, shown, tidy } from './cell.ts'
import type { Complaint } from './complaint.ts'

/** What a cell says, or why it cannot be taken. */
export type Read<T> = { readonly value: T } | { readonly complaint: Complaint }

/** Turns a cell that is not blank into a value. */
export type CellReader<T> = (cell: Cell) => Read<T>

const value = <T>(of: T): Read<T> => ({ value: of })
const complain = (...complaint: Complaint): Read<never> => ({ complaint })

/** Days outside this range are slips of the pen: nobody imports procurement of the last century. */
const FIRST_YEAR = 2000
const LAST_YEAR = 2099
/** Excel counts days from here (its day 60, 29 February 1900, never was). */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000
const FORMULA_ERROR = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/

const narrow = (text: string): string => tidy(text.normalize('NFKC'))

function isFormulaError(cell: Cell): boolean {
  return typeof cell === 'string' && FORMULA_ERROR.test(cell.trim())
}

/** A day: an Excel date, or text such as `2026-09-08`, `2026/9/8`, `2026.9.8`, `2026年9月8日`, `20260908`, in any width. */
export const readDay: CellReader<Day> = (cell) => {
  if (isFormulaError(cell)) return complain('formula-error')
  if (typeof cell === 'boolean') return complain('not-a-date')
  if (cell instanceof Date) return dayOfInstant(cell)
  if (typeof cell === 'number' && cell < 100_000) {
    return dayOfInstant(new Date(EXCEL_EPOCH_MS + Math.round(cell * DAY_MS)))
  }
  const text = narrow(String(cell)).replace(/ 00?:00(?::00(?:\.0+)?)?$/, '')
  const parts =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ??
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(text) ??
    /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/.exec(text) ??
    /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!parts) {
    return /^\d{4}\D\d{1,2}\D\d{1,2}\D? ?[T ]?\d{1,2}:\d{2}/.test(text)
      ? complain('has-time')
      : complain('not-a-date')
  }
  const [, year, month, date] = parts.map(Number)
  return dayOfNumbers(year ?? 0, month ?? 0, date ?? 0)
}

function dayOfInstant(at: Date): Read<Day> {
  if (Number.isNaN(at.getTime())) return complain('not-a-date')
  if (at.getTime() % DAY_MS !== 0) return complain('has-time')
  return dayOfNumbers(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}

function dayOfNumbers(year: number, month: number, date: number): Read<Day> {
  const found = dayOf(year, month, date)
  if (!found) return complain('no-such-day')
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return complain('date-out-of-range', { from: String(FIRST_YEAR), to: String(LAST_YEAR) })
  }
  return value(found)
}

const FEN_OF_UNIT: Readonly<Record<string, bigint>> = {
  '': 100n,
  元: 100n,
  万: 1_000_000n,
  万元: 1_000_000n,
  亿: 10_000_000_000n,
  亿元: 10_000_000_000n,
}

/** Money above zero: a number of yuan, or text such as `3,180,000.00元`, `318万`, `1.2亿`. */
export const readMoney: CellReader<Fen> = (cell) => {
  if (isFormulaError(cell)) return complain('formula-error')
  if (typeof cell === 'number') return moneyOfNumber(cell)
  if (typeof cell !== 'string') return complain('not-money')
  const text = narrow(cell).replace(/[¥￥]/g, '').replace(/ /g, '')
  const [, sign, digits, unit] = /^(-?)([\d,]+(?:\.\d+)?)([万亿]?元?)$/.exec(text) ?? []
  if (digits === undefined || !/^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(digits)) {
    return complain('not-money')
  }
  return money(digits.replaceAll(',', ''), FEN_OF_UNIT[unit ?? ''] ?? 100n, sign === '-')
}

function moneyOfNumber(yuan: number): Read<Fen> {
  if (!Number.isFinite(yuan) || Math.abs(yuan) > 1e13) return complain('not-money')
  // A spreadsheet adds in binary: 0.1 + 0.2 must still be three jiao.
  const text = Number(yuan.toFixed(6))
    .toFixed(6)
    .replace(/\.?0+$/, '')
  return money(text.replace('-', ''), 100n, yuan < 0)
}

function money(digits: string, fenOfUnit: bigint, negative: boolean): Read<Fen> {
  const [whole = '0', decimals = ''] = digits.split('.')
  const scale = 10n ** BigInt(decimals.length)
  const scaled = (BigInt(whole) * scale + BigInt(decimals || '0')) * fenOfUnit
  if (scaled % scale !== 0n) return complain('money-fraction')
  const fen = scaled / scale
  return negative || fen === 0n ? complain('money-not-positive') : value(fen)
}

/** A whole number above zero, such as a lot's number or a term in days. */
export const readCount: CellReader<number> = (cell) => {
  if (isFormulaError(cell)) return complain('formula-error')
  const text = typeof cell === 'number' ? String(cell) : narrow(shown(cell))
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? value(Number(text)) : complain('not-whole')
}

/** A part of a whole in ten-thousandths, above nothing and up to all of it: `30%`, 三成, `0.3`, or a cell formatted as a percentage. */
export const readShare: CellReader<number> = (cell) => {
  if (isFormulaError(cell)) return complain('formula-error')
  const percent = typeof cell === 'number' ? cell * 100 : percentOf(narrow(shown(cell)))
  const share = percent === undefined ? 0 : Math.round(percent * 100)
  const isExact = percent !== undefined && Math.abs(percent * 100 - share) < 1e-6
  return isExact && share > 0 && share <= 10_000 ? value(share) : complain('not-share')
}

function percentOf(text: string): number | undefined {
  if (/^0?\.\d+$/.test(text)) return Number(text) * 100
  const read = readPercent(text)
  const isAll = read.kind === 'value' && read.span.from === 0 && read.span.to === text.length
  return isAll ? read.value : undefined
}

/** A bare rate above this, in millionths, is hardly meant by the day. */
const MOST_A_DAY = 5_000

/**
 * A rate of late interest: `日0.05%`, `日万分之五`, `年3.45%`, `年利率3.45%`. Where nothing says by what, a small one is
 * by the day, as the law has it; a larger one is sent back.
 */
export const readLateRate: CellReader<AgreedRate> = (cell) => {
  if (isFormulaError(cell)) return complain('formula-error')
  const text = narrow(shown(cell))
  const [, before, rate = '', after] =
    /^(?:每?(日|天|年)(?:利率)?(?:为|按)?)?(.+?)(?:\/?每?(日|天|年))?$/.exec(text) ?? []
  const word = before ?? after
  const percent = typeof cell === 'number' ? cell * 100 : ratePercent(rate)
  const millionths = percent === undefined ? 0 : Math.round(percent * 10_000)
  const isExact = percent !== undefined && Math.abs(percent * 10_000 - millionths) < 1e-6
  if (!isExact || millionths <= 0 || millionths > 1_000_000) return complain('not-late-rate')
  if (word === undefined && millionths > MOST_A_DAY) return complain('rate-day-or-year')
  return value({ millionths, per: word === '年' ? 'YEAR' : 'DAY' })
}

/** Percent of `0.05%`, `百分之五`, `万分之五`. */
function ratePercent(text: string): number | undefined {
  const [, tenThousandths] = /^万分之(.+)$/.exec(text) ?? []
  if (tenThousandths === undefined) return percentOf(text)
  const number = readNumber(tenThousandths)
  return number.kind === 'value' ? number.value / 100 : undefined
}

/** Text as written, without what nobody sees. At most `limit` characters. */
export function textReader(limit = 200): CellReader<string> {
  return (cell) => {
    if (isFormulaError(cell)) return complain('formula-error')
    if (cell instanceof Date) return complain('date-in-text')
    if (typeof cell === 'number' && Math.abs(cell) > Number.MAX_SAFE_INTEGER) {
      return complain('long-number')
    }
    const text = shown(cell)
    return [...text].length > limit ? complain('too-long', { limit }) : value(text)
  }
}

/** Text in half width that must match. */
export function patternReader(
  pattern: RegExp,
  complaint: 'bad-userid' | 'bad-mobile' | 'bad-credit-code',
): CellReader<string> {
  const text = textReader()
  return (cell) => {
    const read = text(cell)
    if ('complaint' in read) return read
    const narrowed = narrow(read.value)
    return pattern.test(narrowed) ? value(narrowed) : complain(complaint)
  }
}

/** A code in half width and without blanks: 项目编号. */
export const readCode: CellReader<string> = (cell) => {
  const read = textReader(100)(cell)
  return 'complaint' in read ? read : value(narrow(read.value).replaceAll(' ', ''))
}

/** Several short names in one cell, separated by 、 ， ; or /. */
export const readNames: CellReader<readonly string[]> = (cell) => {
  const read = textReader(500)(cell)
  if ('complaint' in read) return read
  const names = read.value.split(/[、，,;；/]/).map(tidy)
  return value([...new Set(names.filter((name) => name !== ''))])
}

/** One of a few words, each standing for a value. Width and case make no difference. */
export function choiceReader<T>(
  words: ReadonlyMap<string, T>,
  complaint: () => Complaint,
): CellReader<T> {
  return (cell) => {
    if (isFormulaError(cell)) return complain('formula-error')
    const found = words.get(narrow(shown(cell)).toLowerCase())
    return found === undefined ? complain(...complaint()) : value(found)
  }
}

/** Yuan of an amount as a plain decimal: `3180000` or `0.25`. The inverse of a number cell. */
export function yuanText(fen: Fen): string {
  const [whole, cents] = [fen / 100n, fen % 100n]
  return cents === 0n ? String(whole) : `${whole}.${String(cents).padStart(2, '0')}`
}
