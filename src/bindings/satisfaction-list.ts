import { clipCharacters } from '../base/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { scopeOf } from '../people/index.ts'
import { loadSatisfactionScale, type UnitResult, unitResults } from '../surveys/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { unreadOriginals } from './laid-open-list.ts'
import { wording } from './wording.ts'

const PER_PAGE = 8
const COMMENTS = 5
const COMMENT = 80
const scale = loadSatisfactionScale()

/** 满意度: how the units that the person may see are judged, from the number of answers on that protects who wrote. */
export async function satisfactionList(
  _slots: Slots,
  page: number,
  turn: ActionTurn,
): Promise<Answer> {
  const { occasion } = turn
  const results = await unitResults(occasion.tx, scopeOf(occasion.person), scale)
  if (results.length === 0) return { text: wording.say('no-surveys') }
  const from = page * PER_PAGE
  const shown = results.slice(from, from + PER_PAGE)
  const single = results.length === 1 ? (results[0]?.comments.slice(0, COMMENTS) ?? []) : []
  // Whoever is judged must not learn in which way an answer stood out.
  const seesSigns = occasion.person.roles.some(({ role }) => role === 'PROCUREMENT_OFFICE')
  const odd = seesSigns && shown.some(({ signs }) => signs && signs.answers > 0)
  const originals = await unreadOriginals(turn)
  const lines = [
    wording.say('satisfaction-head'),
    ...shown.map((result) => resultLine(result, seesSigns)),
    ...(single.length > 0 ? [wording.say('satisfaction-comments')] : []),
    ...single.map((comment) =>
      wording.say('satisfaction-comment', { text: clipCharacters(foreignLine(comment), COMMENT) }),
    ),
    ...(originals > 0 ? [wording.say('satisfaction-originals', { count: originals })] : []),
    wording.say('satisfaction-foot', { least: scale['shown-from'] }),
    ...(odd ? [wording.say('satisfaction-odd-foot')] : []),
  ]
  return { text: lines.join('\n'), more: from + PER_PAGE < results.length }
}

function resultLine(
  { unit, asked, answered, satisfaction, signs }: UnitResult,
  seesSigns: boolean,
): string {
  const counts = { unit, asked, answered }
  if (!satisfaction)
    return wording.say('satisfaction-few', { ...counts, least: scale['shown-from'] })
  const { n, score, low, high, band } = satisfaction
  const line = wording.say('satisfaction-line', {
    ...counts,
    n,
    score: Math.round(score),
    low: Math.round(low),
    high: Math.round(high),
    band: wording.say(`band-${band}`),
  })
  if (!seesSigns || !signs || signs.answers === 0) return line
  const kinds = signs.kinds.map((kind) => wording.say(`sign-${kind}`)).join('、')
  return wording.say('satisfaction-odd', { line, count: signs.answers, signs: kinds })
}
