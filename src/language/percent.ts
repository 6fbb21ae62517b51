import { numberOf } from './decimal.ts'
import { normalise } from './normalise.ts'
import { NUMERAL, readNumeral } from './numeral.ts'
import { type Found, leftmostLongest, matchesIn, moved, NONE, type Reading } from './reading.ts'
import { chosen } from './rejection.ts'

interface PercentRule {
  readonly name: string
  readonly pattern: RegExp
  read(groups: Readonly<Record<string, string | undefined>>): number | undefined
}

function number(text: string | undefined): number | undefined {
  const value = readNumeral(text ?? '')
  return value && numberOf(value)
}

const RULES: readonly PercentRule[] = [
  {
    name: 'percent.sign',
    pattern: new RegExp(`(?<sign>[负-])?(?<n>${NUMERAL})\\s?%`, 'g'),
    read: ({ sign, n }) => {
      const value = number(n)
      return value !== undefined && sign ? -value : value
    },
  },
  {
    name: 'percent.of-hundred',
    pattern: new RegExp(`百分之\\s?(?<n>${NUMERAL})`, 'g'),
    // 「百分之百」 alone has no digit before its unit.
    read: ({ n }) => (n === '百' ? 100 : number(n)),
  },
  {
    name: 'percent.of-thousand',
    pattern: new RegExp(`千分之\\s?(?<n>${NUMERAL})`, 'g'),
    read: ({ n }) => {
      const value = number(n)
      return value === undefined ? undefined : value / 10
    },
  },
  {
    name: 'percent.points',
    pattern: new RegExp(`(?<n>${NUMERAL})\\s?个(?:百分)?点(?![钟儿])`, 'g'),
    read: ({ n }) => number(n),
  },
  {
    name: 'percent.tenths',
    pattern:
      /(?<n>\d(?:\.\d)?|[一二两三四五六七八九十])成(?<rest>[一二三四五六七八九半])?(?![交立品本果功员为了长])/g,
    read: ({ n, rest }) => {
      const tenths = number(n)
      if (tenths === undefined) return undefined
      return tenths * 10 + (rest === '半' ? 5 : (number(rest) ?? 0))
    },
  },
  {
    name: 'percent.fraction',
    pattern: /(?<d>[二三四五六七八九十])分之(?<n>[一二三四五六七八九])/g,
    read: ({ d, n }) => {
      const [below, above] = [number(d), number(n)]
      return below && above ? Math.round((above / below) * 10_000) / 100 : undefined
    },
  },
  { name: 'percent.half', pattern: /(?<![大多])一半|(?<=款|付|付了|完成)半数/g, read: () => 50 },
]

/** Cheap first look: without one of these no rule can match. */
const HINT = /[%分点成半]/

/** The shares in a text that is already normalised: 30 means 30 %. */
export function percentsIn(text: string): Found<number>[] {
  if (!HINT.test(text)) return []
  const all = RULES.flatMap((rule) =>
    matchesIn(text, rule.pattern).flatMap((match): Found<number>[] => {
      const value = rule.read(match.groups ?? {})
      if (value === undefined) return []
      const span = { from: match.index, to: match.index + match[0].length }
      return [{ kind: 'value', value, span, rule: rule.name }]
    }),
  )
  return leftmostLongest(all)
}

/** The shares in a sentence, `30` for 30 %, 三成, 百分之三十, 三十个点. */
export function findPercents(text: string): Found<number>[] {
  const normal = normalise(text)
  return percentsIn(normal.text).map((one) => moved(one, normal.place))
}

/** The one share a text speaks of, `30` for 30 %; a range is none. A bare number counts where a share was asked for. */
export function readPercent(
  text: string,
  options: { readonly bare?: boolean } = {},
): Reading<number> {
  const normal = normalise(text)
  const one = chosen(normal.text, percentsIn(normal.text))
  if (one.kind !== 'none') return moved(one, normal.place)
  const value = options.bare ? number(normal.text.trim()) : undefined
  if (value === undefined) return NONE
  const span = normal.place({ from: 0, to: normal.text.length })
  return { kind: 'value', value, span, rule: 'percent.bare' }
}
