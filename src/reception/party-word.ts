import { type Day, officeDay } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import type { Tx } from '../db/index.ts'
import { sayDate, sayDay, sayMoney } from '../language/index.ts'
import type { Hearing, Ledger, LedgerFact, LotHistory, PartyWord } from '../ledger/index.ts'
import { enqueuePushes, type PushBoss } from '../notify/index.ts'
import { holdersOf } from '../people/index.ts'
import type { SurveyPolicy } from '../surveys/index.ts'
import { foreignLine, textMessage } from '../wecom/index.ts'
import { pushWording } from './push-wording.ts'

/** What hearing a supplier stands on. */
export interface PartyEar {
  readonly ledger: Ledger
  readonly calendar: Calendar
  readonly surveys: SurveyPolicy
  readonly boss: PushBoss
}

/** A word on one fact. */
export interface SupplierWord {
  readonly history: LotHistory
  readonly fact: LedgerFact
  readonly party: { readonly id: number; readonly name: string }
  readonly word: PartyWord
  readonly way: 'page' | 'kf'
}

/**
 * Keeps what a supplier says of a reported fact. A contradiction tells the unit's liaisons at once, quietly: no light
 * changes before the days of reconciliation have passed, and the section reads of it in its digest.
 */
export async function hearSupplier(
  ear: PartyEar,
  tx: Tx,
  said: SupplierWord,
  at: Date,
): Promise<Hearing> {
  const { history, fact, party, word, way } = said
  const settleBy = lastQuietDay(ear, officeDay(at))
  const hearing = await ear.ledger.hear(
    tx,
    { eventId: fact.id, lotId: history.lotId, partyId: party.id, word, way, settleBy },
    at,
  )
  if (hearing.kind !== 'heard' || !hearing.opened) return hearing
  const today = officeDay(at)
  const text = pushWording.say('contradicted', {
    party: foreignLine(party.name),
    project: foreignLine(history.name),
    fact: pushWording.say(`fact-${kindKey(fact)}`),
    day: sayDate(fact.day, { today }),
    amount: fact.amount === undefined ? '' : sayMoney(fact.amount),
    word: pushWording.say(word === 'NO' ? 'word-no' : 'word-not-yet'),
    until: settleBy === null ? '' : pushWording.say('until', { day: sayDay(settleBy, { today }) }),
  })
  const liaisons = await holdersOf(tx, ['LIAISON'], today, { unitIds: [history.unit.id] })
  const pushes = liaisons.map(({ userid }) => ({
    kind: 'SEND' as const,
    queue: 'digest' as const,
    userid,
    template: 'supplier-contradicts',
    version: 1,
    // A text message is plain JSON; its type says so less narrowly.
    body: JSON.parse(JSON.stringify(textMessage(text))),
    reasons: [],
    dedupeKey: `supplier-contradicts/${fact.id}/${at.toISOString()}/${userid}`,
  }))
  await enqueuePushes(tx, ear.boss, pushes, at)
  return hearing
}

function lastQuietDay({ calendar, surveys }: PartyEar, today: Day): Day | null {
  const counted = whereMaintained(() => calendar.addWorkdays(today, surveys.reconcileDays))
  return counted.ok ? counted.value : null
}

/** The sentence's key of a fact with two sides. */
function kindKey({ kind }: LedgerFact): 'contract' | 'acceptance' | 'payment' {
  if (kind === 'CONTRACT_SIGNED') return 'contract'
  return kind === 'ACCEPTED' ? 'acceptance' : 'payment'
}
