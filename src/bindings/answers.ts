import { type Remark, remarksOn } from '../cases/index.ts'
import { ownLeft } from '../deadlines/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { sayDate, sayDay, sayMoney } from '../language/index.ts'
import { bothSides, contractOf, liveEvents, paidSum } from '../ledger/index.ts'
import {
  basisWords,
  factsCounter,
  factWords,
  footingOf,
  footnote,
  isMoot,
  itemWords,
  type LitClock,
  type ProjectState,
  todoList,
} from '../supervision/index.ts'
import type { ActionTurn, AnswerAction } from './action.ts'
import { askedProject } from './asked-project.ts'
import { listCredit } from './credit-list.ts'
import { eventLabel } from './event-words.ts'
import { explainClock } from './explain-clock.ts'
import { interestFilling } from './interest-words.ts'
import { laidOpenList } from './laid-open-list.ts'
import { listIssues } from './list-issues.ts'
import { acknowledge, pickMatter } from './matter-answers.ts'
import { matterList } from './matter-list.ts'
import { remarkWords } from './remark-words.ts'
import { satisfactionList } from './satisfaction-list.ts'
import { stageWords } from './stage-words.ts'
import { hearUnit } from './unit-issue.ts'
import { wording } from './wording.ts'

/** What is said at once, as much as one message holds; the rest follows on 下一页. */
const PER_PAGE = 7

/** All of them. */
export const answers: Readonly<Record<string, AnswerAction>> = {
  'list-tasks': listTasks,
  'project-status': projectStatus,
  'explain-clock': explainClock,
  'matter-list': matterList,
  'pick-matter': pickMatter,
  acknowledge,
  'list-issues': listIssues,
  'hear-issue': hearUnit,
  'satisfaction-list': satisfactionList,
  'laid-open-list': laidOpenList,
  'list-credit': listCredit,
}

/** 待办: open items of the person's units, most urgent first. */
async function listTasks(
  _slots: Slots,
  page: number,
  { occasion, look }: ActionTurn,
): Promise<Answer> {
  const { tx, person, at } = occasion
  const { today } = look
  const all = await todoList(tx, person, { today, at })
  if (all.length === 0) return { text: wording.say('no-tasks') }
  const from = page * PER_PAGE
  const shown = all.slice(from, from + PER_PAGE)
  const units = new Set(all.map((item) => item.place.unitId))
  const lines = shown.map((item, index) => itemWords(item, from + index + 1, today, units.size > 1))
  const head = wording.say('tasks-head', { name: person.name, count: all.length })
  const facts = (await factsCounter(tx, shown))(shown)
  const text = [head, ...lines, footnote(shown), factWords(facts)]
    .filter((line) => line !== '')
    .join('\n')
  return { text, more: from + PER_PAGE < all.length }
}

/** 查: how far a project has come, and its clocks. */
async function projectStatus(slots: Slots, _page: number, turn: ActionTurn): Promise<Answer> {
  const { tx, at } = turn.occasion
  const state = await askedProject(slots, turn)
  if (!state) return { text: wording.say('not-yours') }
  const remarks = await remarksOn(tx, [state.history.lotId], at)
  return { text: stateWords(state, remarks, slots, turn) }
}

function stateWords(
  state: ProjectState,
  remarks: readonly Remark[],
  slots: Slots,
  { office, look }: ActionTurn,
): string {
  const { history } = state
  const { today } = look
  const last = liveEvents(history).at(-1)
  const contract = contractOf(history)
  const paid = paidSum(history)
  const owed = contract.settled ?? contract.amount
  const left = owed === undefined ? undefined : owed - paid
  const open = state.clocks.filter(({ light, clock }) => light !== 'DONE' && !isMoot(clock, today))
  const facts = bothSides(history)
  const lines = [
    wording.say('status-head', {
      project: slots.project?.label ?? history.name,
      code: history.code,
    }),
    wording.say('status-unit', { unit: history.unit.name }),
    wording.say('status-stage', { stage: stageWords(history) }),
    last
      ? wording.say('status-last', {
          event: eventLabel(office, last.kind),
          day: sayDate(last.day, { today }),
        })
      : wording.say('status-none'),
    contract.supplier ? wording.say('status-supplier', { supplier: contract.supplier.name }) : '',
    contract.amount === undefined
      ? ''
      : wording.say('status-contract', { amount: sayMoney(contract.amount) }),
    contract.settled === undefined
      ? ''
      : wording.say('status-settled', { amount: sayMoney(contract.settled) }),
    paid === 0n && contract.amount !== undefined ? wording.say('status-unpaid') : '',
    paid > 0n
      ? wording.say('status-paid', {
          paid: sayMoney(paid),
          left:
            left === undefined
              ? ''
              : wording.say('status-left', { left: sayMoney(left > 0n ? left : 0n) }),
        })
      : '',
    facts.asked > 0
      ? wording.say('status-both-sides', {
          asked: facts.asked,
          confirmed: facts.confirmed,
          contradicted:
            facts.contradicted > 0
              ? wording.say('status-contradicted', { contradicted: facts.contradicted })
              : '',
        })
      : '',
    ...open.map((lit) => clockLine(lit, today)),
    state.interest ? wording.say('status-interest', interestFilling(state.interest)) : '',
    ...remarks
      .filter(({ kind, rule }) => kind !== 'KNOWN' && stillOpen(state, rule))
      .map((remark) => remarkWords(remark, today)),
    footnote(state.open),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

const stillOpen = ({ open }: ProjectState, rule: string): boolean =>
  open.some((item) => (item.kind === 'clock' ? item.rule : 'UNPAID') === rule)

const LIGHTS = {
  GREEN: 'light-green',
  YELLOW: 'light-yellow',
  RED: 'light-red',
  UNKNOWN: 'light-unknown',
  PAUSED: 'light-paused',
  DONE: 'light-green',
} as const

function clockLine(
  { clock, light, daysLate }: LitClock,
  today: ActionTurn['look']['today'],
): string {
  const day = light === 'PAUSED' ? null : (clock.due ?? clock.rawDue)
  return wording.say('status-clock', {
    light: wording.say(LIGHTS[light]),
    title: clock.rule.title,
    sum: termSum(clock),
    day: !day
      ? wording.say('due-unknown')
      : light === 'UNKNOWN'
        ? wording.say('due-provisional', { day: sayDay(day, { today }) })
        : sayDay(day, { today }),
    basis: basisWords(footingOf(clock.rule)),
    late: daysLate > 0 ? wording.say('days-late', { days: daysLate }) : '',
  })
}

/** What is unpaid of a payment term; of a whole contract it is said above. */
function termSum(clock: LitClock['clock']): string {
  const left = clock.rule.contractTerm ? ownLeft(clock) : null
  return left === null ? '' : sayMoney(left)
}
