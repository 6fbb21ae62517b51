import { type Clause, MASK } from './clauses.ts'
import { FUTURE_CUE } from './lean.ts'
import { matchesIn, type Span } from './reading.ts'

/** How a fact is spoken of. */
export interface Mood {
  readonly negated: boolean
  readonly planned: boolean
  readonly asked: boolean
}

/** Words of negation, without those that only contain one (没问题, 不错, 不但). */
const NEGATOR =
  /(?<!有)(?:没有?|未能?|不(?![但仅过错少对知是用好足够]))(?!问题|错|想|事|办法|关系|来)/g
/** Characters between a negator and the word it denies: 「没按时付款」. */
const NEGATION_REACH = 4
const QUESTION =
  /(?:吗|么|(?<![还仍尚])没有?|(?<=了)不)[呢啊呀]?$|什么时候|啥时候|何时|哪天|哪一天|几号|多少|怎么|咋|(?<!等)几天$|多久|多长时间|为什么|为啥|是否|是不是|有没有|能不能|可不可以|谁(?=中|的)|哪家/
/** What is already done is not planned, whatever else the clause says. */
const DONE = /已经|已(?=[完签付发收到开])/

function isNegated(text: string, parts: readonly Span[]): boolean {
  return matchesIn(text, NEGATOR).some((match) => {
    const end = match.index + match[0].length
    return parts.some(({ from, to }) => {
      // 未付 itself may be the word.
      if (from <= match.index && end <= to) return true
      return from >= end && from - end <= NEGATION_REACH && !text.slice(end, from).includes(MASK)
    })
  })
}

/** 签没签, 付没付, 开不开: a question, not a negation. */
const EITHER = /(.)[没不]\1/

/** The mood of words that stand at these places of a clause. */
export function moodOf(clause: Clause, parts: readonly Span[]): Mood {
  const { text } = clause
  const bare = text.trim()
  const asked = clause.asks || QUESTION.test(bare) || EITHER.test(text)
  const others = [...text]
    .map((c, i) => (parts.some((p) => p.from <= i && i < p.to) ? MASK : c))
    .join('')
  const planned = FUTURE_CUE.test(others) && !DONE.test(bare)
  return { negated: !asked && isNegated(text, parts), planned, asked }
}
