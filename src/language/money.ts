import type { Fen } from '../base/index.ts'
import { add, type Decimal, integerOf, negative, shift } from './decimal.ts'
import { normalise } from './normalise.ts'
import { NUMERAL, readNumeral } from './numeral.ts'
import { type Found, matchesIn, moved, NONE, type Reading, type Span } from './reading.ts'
import { chosen } from './rejection.ts'

/** 一元 = 10^2 分, 一角 = 10^1 分. */
const FEN_PER_YUAN = 2
const FEN_PER_JIAO = 1
/** Bare sums below 1,000 may be 元 or 万元: a contract of 318 is 318万 to a clerk. */
const BARE_IS_CLEAR_FROM = 1000n
const CURRENCY = '(?:人民币|rmb|cny|[￥¥])'

/**
 * A sum: numeral, scale, 元, then 角 and 分. Approximate sums (300多万, 几十万) are told apart by `vague`.
 */
const SUM = new RegExp(
  `(?<currency>${CURRENCY}\\s*)?(?<sign>[负-]\\s?)?` +
    `(?<number>${NUMERAL})(?<vague>\\s*[多余几来])?(?:\\s?(?<scale>百万|千万|万|亿|千|百|w(?![a-z\\d])|k(?![a-z])))?` +
    `(?:\\s?(?<yuan>元钱?|块钱?|圆|人民币|rmb)(?<half>半)?(?:(?<cent>\\d{1,2}(?![\\d角毛分])|[一二三四五六七八九](?![角毛分十百千万]))(?![\\d年月日号个台]))?)?` +
    `(?:(?<jiao>[\\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖零]+)\\s?[角毛](?<jiaofen>[一二三四五六七八九\\d](?!分))?)?` +
    `(?:零?(?<fen>[\\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖]+)\\s?分(?![之钟期包标部公项批]))?(?<whole>整|正(?!式|在|常|好))?`,
  'g',
)
/** 角 and 分 without 元 before them. */
const SMALL_CHANGE = new RegExp(
  `(?:(?<jiao>${NUMERAL})\\s?[角毛](?<jiaofen>[一二三四五六七八九\\d](?!分))?)?(?:(?<fen>${NUMERAL})\\s?分(?![之钟期包标部公项批]))?`,
  'g',
)
/** What turns 「3万」 into a measure or a head count. */
const OTHER_UNIT =
  /^\s?(?:平方|立方|平米|平|亩|米|公里|千米|吨|公斤|千克|斤|升|人|户|名|册|本|台|套|个|件|份|次|股|只|株|头|辆|张|页|字|伏|瓦|安|年|天|%|分之|里(?!面))/
/** Digits that belong to a code, a plate, an ordinal or a date, or stand right of another value. */
const INSIDE_CODE = /[\da-z_第./-]$|\d:$/
const SCALE: Readonly<Record<string, number>> = {
  百: 2,
  千: 3,
  k: 3,
  万: 4,
  w: 4,
  百万: 6,
  千万: 7,
  亿: 8,
}

/** How a text is searched for money. */
export interface MoneyOptions {
  /** `loose`: also bare numbers and 角/分 alone, where a sum was asked for. In a sentence those are something else. */
  readonly loose: boolean
  /** Stretches already taken by other values, in the normalised text. */
  readonly taken?: readonly Span[]
}

/** Words before a bare number that make it a sum. */
const CUE =
  /(?:金额|合同额|合同价|总价|总额|价款?|造价|预算|款|付了|付|共计?|合计|总计|一共|打了|转了|支付了?|花了)(?:是|为|了|:|：|约|的|,|，|\s){0,3}$/

function found(fen: Decimal, span: Span, rule: string): Found<Fen> {
  const value = integerOf(fen)
  if (value === undefined) return { kind: 'impossible', why: 'finer-than-a-fen', span, rule }
  return { kind: 'value', value, span, rule }
}

const numeral = (text: string | undefined): Decimal =>
  readNumeral(text ?? '') ?? { units: 0n, scale: 0 }

/** A mobile number, in digits of either kind; with a unit behind it, it is a sum after all. */
const PHONE =
  /(?<![\d.])1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?![\d.]|\s?[万亿元块])|(?<![一二三四五六七八九零〇])一[三四五六七八九][一二三四五六七八九零〇]{9}(?![一二三四五六七八九零〇万亿元])/g
/** 一下, 一些, 一直: no number. */
const IN_A_WORD = /^[下些点直定般样起旦会同概律致旁边共切者]/

function sumOf(
  match: RegExpMatchArray,
  text: string,
  options: MoneyOptions,
): Found<Fen> | undefined {
  const g = match.groups ?? {}
  const number = readNumeral(g.number ?? '')
  const from = match.index ?? 0
  let to = from + match[0].trimEnd().length
  const before = text.slice(0, from)
  if (!number || g.vague || INSIDE_CODE.test(before) || /[几数上近]$/.test(before)) return undefined
  if (!g.yuan && OTHER_UNIT.test(text.slice(to))) return undefined
  const hasUnit = Boolean(g.currency || g.yuan || g.scale) || /[万亿]/.test(g.number ?? '')
  const scaled = shift(number, g.scale ? (SCALE[g.scale] ?? 0) : 0)
  const signed = (fen: Decimal): Decimal => (g.sign ? negative(fen) : fen)
  if (!hasUnit) {
    if (g.jiao || g.fen || g.whole) return undefined
    if (/^[一两]$/.test(g.number ?? '') && IN_A_WORD.test(text.slice(to))) return undefined
    return bare(number, signed, before, text, { from, to }, options)
  }
  // 千 or 百 without 元 is no sum, and neither is 「千万」 with nothing before it.
  if (!g.yuan && !g.currency && /^[百千]$/.test(g.scale ?? '')) return undefined
  if (!options.loose && !/^[\d〇零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]/.test(g.number ?? ''))
    return undefined
  let fen = shift(scaled, FEN_PER_YUAN)
  if (g.half) fen = add(fen, { units: 50n, scale: 0 })
  if (g.cent && !g.jiao && !g.fen) {
    // 「7块5」 is 7.50, 「7块25」 7.25.
    fen = add(fen, shift(numeral(g.cent), g.cent.length === 1 ? FEN_PER_JIAO : 0))
  }
  if (g.yuan && g.jiao) fen = add(fen, shift(numeral(g.jiao), FEN_PER_JIAO))
  if (g.yuan && g.jiaofen) fen = add(fen, numeral(g.jiaofen))
  if (g.yuan && g.fen) fen = add(fen, numeral(g.fen))
  if (!g.yuan && (g.jiao || g.fen))
    to = from + (match[0].search(/[角毛分]/) >= 0 ? match[0].length : 0)
  return found(signed(fen), { from, to }, 'money.sum')
}

function bare(
  number: Decimal,
  signed: (of: Decimal) => Decimal,
  before: string,
  text: string,
  span: Span,
  { loose }: MoneyOptions,
): Found<Fen> | undefined {
  const cued = CUE.test(before)
  const isAlone = /^\s*(?:[,，。;；!?、)]|$|的|左右)/.test(text.slice(span.to))
  if (!loose && !(cued && isAlone)) return undefined
  const yuan = shift(number, FEN_PER_YUAN)
  const isClear = number.units >= BARE_IS_CLEAR_FROM * 10n ** BigInt(number.scale)
  if (isClear) return found(signed(yuan), span, 'money.bare')
  const candidates = [yuan, shift(yuan, 4)].flatMap((fen) => integerOf(signed(fen)) ?? [])
  return { kind: 'ambiguous', candidates, span, rule: 'money.bare' }
}

function changeOf(match: RegExpMatchArray): Found<Fen> | undefined {
  const { jiao, jiaofen, fen } = match.groups ?? {}
  if (!jiao && !fen) return undefined
  if ((jiao && !readNumeral(jiao)) || (fen && !readNumeral(fen))) return undefined
  const from = match.index ?? 0
  const total = add(add(shift(numeral(jiao), FEN_PER_JIAO), numeral(jiaofen)), numeral(fen))
  return found(total, { from, to: from + match[0].length }, 'money.change')
}

const RANGE = /(?:到|至|[-~—–])\s*$/

/** The sums in a text that is already normalised, from left to right, spans in that text. */
export function moneyIn(written: string, options: MoneyOptions): Found<Fen>[] {
  // 3w5 is 3万5; one character for one, so that positions stay.
  const text = written.replace(/(?<=\d)w(?=\d(?!\d))/g, '万')
  const phones = matchesIn(text, PHONE).map(({ 0: { length }, index }) => ({
    from: index,
    to: index + length,
  }))
  const taken = [...(options.taken ?? []), ...phones]
  const free = (one: Found<Fen>): boolean =>
    !taken.some((span) => one.span.from < span.to && span.from < one.span.to)
  const change = options.loose
    ? [...text.matchAll(SMALL_CHANGE)].flatMap((match) => changeOf(match) ?? [])
    : []
  const sums = matchesIn(text, SUM).flatMap((match) => sumOf(match, text, options) ?? [])
  const covered = (one: Found<Fen>): boolean =>
    change.some((c) => c.span.from <= one.span.from && one.span.to <= c.span.to)
  const isContinued = (c: Found<Fen>): boolean =>
    sums.some((s) => s.rule === 'money.sum' && s.span.from < c.span.to && c.span.from < s.span.to)
  return [
    ...sums.filter((one) => one.rule === 'money.sum' || !covered(one)),
    ...change.filter((one) => !isContinued(one)),
  ]
    .filter(free)
    .filter((one) => !RANGE.test(text.slice(0, one.span.from)))
    .sort((a, b) => a.span.from - b.span.from)
}

/** The sums in a sentence, in 分. Only numbers with a unit, or after a word such as 金额 or 付了. */
export function findMoney(text: string): Found<Fen>[] {
  const normal = normalise(text)
  return moneyIn(normal.text, { loose: false }).map((one) => moved(one, normal.place))
}

const IS_RANGE = new RegExp(
  `${NUMERAL}\\s*(?:元|块)?\\s*(?:到|至|[-~—–])\\s*${NUMERAL}\\s?(?:[万亿元块]|$)`,
)

/**
 * The one sum a text speaks of, in 分. A bare number below 1,000 is ambiguous (元 or 万元), a range or an
 * approximation (300多万) is none, less than a fen is impossible.
 */
export function readMoney(text: string): Reading<Fen> {
  const normal = normalise(text)
  if (IS_RANGE.test(normal.text)) return NONE
  const all = moneyIn(normal.text, { loose: true })
  const united = all.filter((one) => one.rule !== 'money.bare')
  const one = chosen(normal.text, united.length > 0 ? united : all)
  return one.kind === 'none' ? NONE : moved(one, normal.place)
}
