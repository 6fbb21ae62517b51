import { type Day, officeDay } from '../base/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { sayDay, sayMoney } from '../language/index.ts'
import { contractOf, paidSum, stageTold } from '../ledger/index.ts'
import { basisWords, footingOf, type LitClock, markNote } from '../supervision/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { OwnContract } from './own.ts'
import { contractIn } from './own-kinds.ts'
import type { CounterTurn } from './parts.ts'
import { wording } from './wording.ts'

/** Clocks said at once: the nearest ones. */
const CLOCKS = 4

const isPayment = ({ rule }: LitClock['clock']): boolean => rule.endEvent === 'PAID'

function clockLine({ clock, daysLate }: LitClock, today: Day): string {
  const day = clock.due ?? clock.rawDue
  const footing = footingOf(clock.rule)
  const owed =
    isPayment(clock) && clock.outstanding !== null && clock.outstanding > 0n
      ? wording.say('contract-owed', { amount: sayMoney(clock.outstanding) })
      : ''
  return wording.say('contract-clock', {
    title: clock.rule.title,
    day: day ? sayDay(day, { today }) : wording.say('day-unknown'),
    late: daysLate > 0 ? wording.say('late', { days: daysLate }) : '',
    owed,
    basis: basisWords(footing),
    target: footing.target ? wording.say('target') : '',
  })
}

function moneyLine({ view }: OwnContract): string[] {
  const { history } = view.state
  const { amount } = contractOf(history)
  if (view.whom !== 'supplier' || amount === undefined) return []
  const sum = paidSum(history)
  const paid =
    sum > 0n
      ? wording.say('contract-paid', { paid: sayMoney(sum) })
      : wording.say('contract-nothing-paid')
  return [wording.say('contract-amount', { amount: sayMoney(amount), paid })]
}

/** How a contract of her own stands: stage, money, and the clocks that run, each with its article. */
export async function contractWords(slots: Slots, turn: CounterTurn): Promise<Answer> {
  const own = await contractIn(slots, turn)
  if (!own) return { text: wording.say('contract-none') }
  const today = officeDay(turn.at)
  const { view } = own
  const { history, clocks } = view.state
  const open = clocks
    .filter(({ light }) => light !== 'DONE')
    .filter(({ clock }) => view.whom === 'supplier' || !isPayment(clock))
  // Money first: it is what she asks about.
  const nearest = [
    ...open.filter(({ clock }) => isPayment(clock)),
    ...open.filter(({ clock }) => !isPayment(clock)),
  ].slice(0, CLOCKS)
  const unheard = view.facts.filter(({ heard }) => heard === undefined).length
  const lines = [
    wording.say('contract-head', {
      project: foreignLine(history.name),
      unit: foreignLine(history.unit.name),
    }),
    wording.say('contract-stage', { stage: wording.say(`stage-${stageTold(history)}`) }),
    ...moneyLine(own),
    ...nearest.map((lit) => clockLine(lit, today)),
    markNote(nearest.map(({ clock }) => footingOf(clock.rule))),
    ...(nearest.length === 0 ? [wording.say('contract-next-none')] : []),
    ...(unheard > 0 ? [wording.say('contract-waiting', { count: unheard })] : []),
  ]
  return {
    text: lines.filter((line) => line !== '').join('\n'),
    buttons: [
      ...(unheard > 0 ? [{ key: 'menu.hear-fact', label: wording.say('button-facts') }] : []),
      { key: 'menu.ask-help', label: wording.say('button-help') },
    ],
  }
}
