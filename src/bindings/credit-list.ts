import type { Day } from '../base/index.ts'
import type { Answer, Slots } from '../dialogue/index.ts'
import { sayDay } from '../language/index.ts'
import {
  contractOf,
  type LotHistory,
  type PartyCreditsOwed,
  partyCreditsOwed,
  readLots,
} from '../ledger/index.ts'
import { scopeOf } from '../people/index.ts'
import { type ClockItem, placeWords } from '../supervision/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { creditsOwed } from './credits-owed.ts'
import { wording } from './wording.ts'

const PER_PAGE = 7
/** Parties named that have not said anything yet. */
const PARTIES = 3
/** The step at which the supplier is known and evaluated. */
const AFTER_ACCEPTANCE = 'CREDIT_EVALUATED_ACCEPT'

/** 信用评价: who owes whom an evaluation, at which of the two points, by when. */
export async function listCredit(
  _slots: Slots,
  page: number,
  { occasion, look }: ActionTurn,
): Promise<Answer> {
  const { tx, person, at } = occasion
  const { today } = look
  const owed = await creditsOwed(tx, person, { today, at })
  const theirs = partyWords(await partyCreditsOwed(tx, scopeOf(person), PARTIES))
  if (owed.length === 0) return { text: [wording.say('credit-none'), ...theirs].join('\n') }
  const from = page * PER_PAGE
  const shown = owed.slice(from, from + PER_PAGE)
  const lots = await readLots(tx, { lotIds: [...new Set(shown.map(({ place }) => place.lotId))] })
  const lines = shown.map((item, n) => {
    const lot = lots.find(({ lotId }) => lotId === item.place.lotId)
    return wording.say('credit-line', {
      n: from + n + 1,
      unit: item.place.unit,
      whom: lot === undefined ? '' : whomOf(item, lot),
      where: placeWords(item.place, false),
      what: item.what,
      due: dueWords(item, today),
    })
  })
  const head = wording.say('credit-head', { count: owed.length })
  return {
    text: [head, ...lines, wording.say('credit-foot'), ...theirs].join('\n'),
    more: from + PER_PAGE < owed.length,
  }
}

/** What suppliers and agencies say of their own evaluations; nothing where none is due. */
function partyWords({ silent, silentCount, saidCount }: PartyCreditsOwed): string[] {
  if (silentCount + saidCount === 0) return []
  const lines = silent.map(({ unit, party, lot, point }) =>
    wording.say('credit-party', {
      unit: foreignLine(unit),
      party: foreignLine(party),
      where: foreignLine(lot),
      point: wording.say(`credit-point-${point}`),
    }),
  )
  return [wording.say('credit-parties', { said: saidCount, silent: silentCount }), ...lines]
}

/** Whom the unit evaluates; they evaluate the unit at the same point. */
function whomOf({ ends }: ClockItem, lot: LotHistory): string {
  const agency = lot.agency ? foreignLine(lot.agency.name) : wording.say('credit-agency')
  if (ends !== AFTER_ACCEPTANCE) return wording.say('credit-tender', { agency })
  const { supplier } = contractOf(lot)
  return supplier ? foreignLine(supplier.name) : wording.say('credit-supplier')
}

function dueWords({ due, daysLate }: ClockItem, today: Day): string {
  if (due === null) return wording.say('credit-undated')
  const day = sayDay(due, { today })
  return daysLate > 0
    ? wording.say('credit-late', { day, days: daysLate })
    : wording.say('credit-due', { day })
}
