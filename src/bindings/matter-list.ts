import type { Answer } from '../dialogue/index.ts'
import { bothSides, bothSidesOf } from '../ledger/index.ts'
import {
  factsCounter,
  factWords,
  footnote,
  itemWords,
  matterKey,
  matterOf,
  projectStates,
  remarksAbout,
} from '../supervision/index.ts'
import type { ActionTurn, AnswerAction } from './action.ts'
import { listedItems, listQuery } from './list-query.ts'
import { lotLabel } from './lookups.ts'
import { remarkWords } from './remark-words.ts'
import { stageWords } from './stage-words.ts'
import { wording } from './wording.ts'

/** What is said at once, as much as one message holds; the rest follows on 下一页. */
const PER_PAGE = 7

/** 「我科逾期」「未付款」「本周到期」: matters of the units a person sees; 「教育局的项目」: a unit's projects. */
export const matterList: AnswerAction = async (slots, page, turn) => {
  const query = listQuery.parse(slots.list?.value)
  const list = slots.list?.label ?? ''
  if (query.list === 'all' && query.unitId !== undefined)
    return unitProjects(query.unitId, list, page, turn)
  const { tx, person, at } = turn.occasion
  const { today } = turn.look
  const all = await listedItems(tx, person, query, { today, at })
  if (all.length === 0) return { text: wording.say('list-empty', { list }) }
  const from = page * PER_PAGE
  const shown = all.slice(from, from + PER_PAGE)
  const remarks = await remarksAbout(tx, shown, at)
  const lines = shown.map((item, n) => {
    const said = remarks.filter((one) => matterKey(one) === matterKey(matterOf(item)))
    const last = said.at(-1)
    return itemWords(item, from + n + 1, today, true) + (last ? remarkWords(last, today) : '')
  })
  const head = wording.say('list-head', { list, count: all.length })
  const facts = factWords((await factsCounter(tx, shown))(shown))
  const text = [head, ...lines, footnote(shown), facts, wording.say('list-foot')]
  return {
    text: text.filter((line) => line !== '').join('\n'),
    more: from + PER_PAGE < all.length,
  }
}

async function unitProjects(
  unitId: number,
  list: string,
  page: number,
  { occasion, look }: ActionTurn,
): Promise<Answer> {
  const lots = (await look.lots()).filter((lot) => lot.unitId === unitId)
  if (lots.length === 0) return { text: wording.say('list-empty', { list }) }
  const from = page * PER_PAGE
  const shown = lots.slice(from, from + PER_PAGE)
  const moment = { today: look.today, at: occasion.at }
  const states = await projectStates(occasion.tx, { lotIds: shown.map((lot) => lot.lotId) }, moment)
  const lines = shown.flatMap((lot, n) => {
    const state = states.find(({ history }) => history.lotId === lot.lotId)
    if (!state) return []
    return wording.say('list-project', {
      n: from + n + 1,
      where: lotLabel(lot, wording.say('lot')),
      code: lot.code,
      stage: stageWords(state.history),
    })
  })
  const head = wording.say('list-projects', { list, count: lots.length })
  const facts = factWords(bothSidesOf(states.map(({ history }) => bothSides(history))))
  const text = [head, ...lines, facts].filter((line) => line !== '').join('\n')
  return { text, more: from + PER_PAGE < lots.length }
}
