import { normalise } from './normalise.ts'
import { readInteger } from './numeral.ts'
import { type Found, leftmostLongest, matchesIn, moved, NONE, type Reading } from './reading.ts'

/** 1 (very dissatisfied) … 5 (very satisfied). */
export type Score = 1 | 2 | 3 | 4 | 5

const WORDS: readonly (readonly [Score, RegExp])[] = [
  [1, /(?:很|非常|极|极其|十分|特别|太)不满意?|(?:很|非常|太)差|极差|糟糕|差极了/g],
  [2, /不(?:太|怎么|大|够|是很)?满意|不好|较差|比较差|不太好|不怎么样|有意见|差评/g],
  [3, /一般(?:般)?|还行|还可以|凑合|马马虎虎|过得去|中等|基本满意|基本可以|说得过去|不好不坏/g],
  [
    4,
    /(?<![不很常分较太大够意别挺相当])(?:比较|较|还|还算|挺|总体|总的来说)?满意|(?<!不太?)(?:比较|较|挺)好|(?<!不)不错|良好/g,
  ],
  [5, /(?<!不是?)(?:很|非常|十分|特别|相当|极其|都很)满意|很好|非常好|特别好|好极了|优秀|满分/g],
]

function score(value: number | undefined): Score | undefined {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5 ? value : undefined
}

function all(
  text: string,
  pattern: RegExp,
  rule: string,
  read: (m: RegExpMatchArray) => Score | undefined,
): Found<Score>[] {
  return matchesIn(text, pattern).flatMap((match): Found<Score>[] => {
    const value = read(match)
    const span = { from: match.index, to: match.index + match[0].length }
    if (value !== undefined) return [{ kind: 'value', value, span, rule }]
    return rule === 'satisfaction.points'
      ? [{ kind: 'impossible', why: 'out-of-range', span, rule }]
      : []
  })
}

/** The scores in a normalised text: points, stars and words. A number needs 分, 星 or 满意度 beside it. */
export function scoresIn(text: string): Found<Score>[] {
  const points = all(
    text,
    /(?:满意度|评分?|打分?|给了?|得分?)?(?:是|为|了|:|：|\s){0,2}(?<![\d.])(?<n>\d{1,2}|[一二两三四五六七八九十])\s?分(?![之钟包期标部公])/g,
    'satisfaction.points',
    (m) => score(readInteger(m.groups?.n ?? '')),
  )
  const named = all(
    text,
    /满意度(?:是|为|打|给|了|:|：|\s){0,3}(?<n>[1-5一二三四五])(?![\d.%十百千万成年月号])(?:\s?分)?/g,
    'satisfaction.number',
    (m) => score(readInteger(m.groups?.n ?? '')),
  )
  const stars = all(
    text,
    /(?<stars>[★⭐🌟]{1,5})[☆]*|(?<n>[1-5一二两三四五])\s?(?:颗)?星(?!期)级?/gu,
    'satisfaction.stars',
    (m) => {
      const drawn = m.groups?.stars
      return score(drawn ? [...drawn].length : readInteger(m.groups?.n ?? ''))
    },
  )
  const words = WORDS.flatMap(([value, pattern]) =>
    all(text, pattern, 'satisfaction.words', () => value),
  )
  return leftmostLongest([...points, ...named, ...stars, ...words])
}

/** The satisfaction a text speaks of; a bare 1–5 counts where it was asked for (`bare`). */
export function readSatisfaction(
  text: string,
  options: { readonly bare?: boolean } = {},
): Reading<Score> {
  const normal = normalise(text)
  const [first, ...more] = scoresIn(normal.text)
  if (first) {
    const exact = [first, ...more].find((one) => one.rule !== 'satisfaction.words') ?? first
    return moved(exact, normal.place)
  }
  const alone = options.bare ? /^\s*(?<n>\d+|[一二两三四五])\s*[.。]?\s*$/.exec(normal.text) : null
  if (!alone) return NONE
  const span = normal.place({ from: 0, to: normal.text.length })
  const value = score(readInteger(alone.groups?.n ?? ''))
  if (value === undefined)
    return { kind: 'impossible', why: 'out-of-range', span, rule: 'satisfaction.bare' }
  return { kind: 'value', value, span, rule: 'satisfaction.bare' }
}
