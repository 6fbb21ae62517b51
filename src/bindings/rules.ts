import { type Day, isDay, officeDay } from '../base/index.ts'
import type { Slots, Verdict } from '../dialogue/index.ts'
import { sayDate, sayMoney } from '../language/index.ts'
import {
  isEventKind,
  type LedgerFact,
  type LotHistory,
  mayLieAhead,
  needsEvidence,
  type Problem,
  reviewReport,
} from '../ledger/index.ts'
import { can } from '../people/index.ts'
import { withHelpAsked } from '../supervision/index.ts'
import { eventLabel, reachedWords } from './event-words.ts'
import { mayAnswer } from './kinds-issue.ts'
import { matterOfId } from './kinds-matter.ts'
import { fenOf } from './kinds-money.ts'
import { lotIdOf } from './kinds-project.ts'
import type { Lookups } from './lookups.ts'
import type { Occasion, Office } from './office.ts'

/** A rule of a dialogue file: what its sentence may say, and its verdict on a slot. */
export interface Rule {
  readonly fillings: readonly string[]
  judge(slots: Slots, slot: string, uses: readonly string[], turn: RuleTurn): Promise<Verdict>
}

/** What rules look at. */
export interface RuleTurn {
  readonly office: Office
  readonly occasion: Occasion
  readonly look: Lookups
  /** The other facts told together with this one. */
  readonly besides: readonly Slots[]
}

const OK: Verdict = { kind: 'ok' }

function dayIn(slots: Slots, slot: string) {
  const value = slots[slot]?.value
  return typeof value === 'string' && isDay(value) ? value : undefined
}

async function historyIn(slots: Slots, { look }: RuleTurn): Promise<LotHistory | undefined> {
  const lotId = lotIdOf(slots.project)
  return lotId === undefined ? undefined : look.history(lotId)
}

/** The problems of the report that the slots describe so far; a day not yet said counts as today. */
async function problems(
  slots: Slots,
  turn: RuleTurn,
): Promise<{ history: LotHistory; found: Problem[] } | undefined> {
  const history = await historyIn(slots, turn)
  const kind = slots.event?.value
  if (!history || typeof kind !== 'string' || !isEventKind(kind)) return undefined
  const today = officeDay(turn.occasion.at)
  const amount = fenOf(slots.amount)
  const report = {
    kind,
    day: dayIn(slots, 'date') ?? today,
    ...(amount !== undefined && { amount }),
  }
  return { history, found: reviewReport(withBesides(history, turn, today), report, today) }
}

/** The history as if the facts told together with this one were on record already. */
function withBesides(history: LotHistory, { besides, occasion }: RuleTurn, today: Day): LotHistory {
  if (besides.length === 0) return history
  const facts = besides.flatMap((slots, i): LedgerFact[] => {
    const kind = slots.event?.value
    const amount = fenOf(slots.amount)
    if (lotIdOf(slots.project) !== history.lotId) return []
    if (typeof kind !== 'string' || !isEventKind(kind)) return []
    const day = dayIn(slots, 'date') ?? today
    const id = BigInt(-1 - i) // none on record has such a number
    return [{ id, kind, day, recordedAt: occasion.at, ...(amount !== undefined && { amount }) }]
  })
  return { ...history, events: [...history.events, ...facts] }
}

/** All rules that dialogue files may name. */
export const rules: Readonly<Record<string, Rule>> = {
  'may-report': {
    fillings: [],
    async judge(slots, _slot, _uses, turn) {
      const history = await historyIn(slots, turn)
      if (!history) return OK
      const unit = { ...history.unit }
      return can(turn.occasion.person, 'report-stage', { unit })
        ? OK
        : { kind: 'refused', filling: {} }
    },
  },
  'may-record-case': {
    fillings: [],
    async judge(slots, _slot, _uses, turn) {
      const history = await historyIn(slots, turn)
      return !history || can(turn.occasion.person, 'record-case', { unit: history.unit })
        ? OK
        : { kind: 'refused', filling: {} }
    },
  },
  'unit-active': {
    fillings: ['unit'],
    async judge(slots, _slot, _uses, turn) {
      const reviewed = await problems(slots, turn)
      return reviewed?.found.some((problem) => problem.kind === 'unit-suspended')
        ? { kind: 'refused', filling: { unit: reviewed.history.unit.name } }
        : OK
    },
  },
  'project-stands': {
    fillings: ['failed-date'],
    async judge(slots, _slot, _uses, turn) {
      const reviewed = await problems(slots, turn)
      const failed = reviewed?.found.find((problem) => problem.kind === 'project-failed')
      if (!failed) return OK
      const today = officeDay(turn.occasion.at)
      return { kind: 'refused', filling: { 'failed-date': sayDate(failed.event.day, { today }) } }
    },
  },
  'may-answer': {
    fillings: [],
    async judge(slots, _slot, _uses, turn) {
      const issue = (await turn.look.issues()).find((one) => one.id === slots.issue?.value)
      return issue && mayAnswer(turn.occasion.person, issue) ? OK : { kind: 'refused', filling: {} }
    },
  },
  'help-not-asked': {
    fillings: ['number', 'day'],
    async judge(slots, slot, _uses, { occasion, look }) {
      const item = await matterOfId(String(slots[slot]?.value ?? ''), look)
      if (!item) return OK
      const [{ asked } = item] = await withHelpAsked(occasion.tx, [item], occasion.at)
      if (!asked) return OK
      const filling = { number: String(asked.issueId), day: sayDate(asked.day, look) }
      return { kind: 'refused', filling }
    },
  },
  'evidence-named': {
    fillings: [],
    async judge(slots) {
      const kind = slots.event?.value
      return typeof kind === 'string' && isEventKind(kind) && needsEvidence(kind)
        ? { kind: 'needs-reason', filling: {} }
        : OK
    },
  },
  'event-in-order': {
    fillings: ['last', 'missing'],
    async judge(slots, _slot, _uses, turn) {
      const reviewed = await problems(slots, turn)
      const steps = reviewed?.found.find((problem) => problem.kind === 'steps-missing')
      if (!reviewed || !steps) return OK
      const filling = {
        last: reachedWords(turn.office, reviewed.history),
        missing: steps.missing.map((kind) => eventLabel(turn.office, kind)).join('、'),
      }
      return { kind: 'needs-reason', filling }
    },
  },
  'date-in-order': {
    fillings: ['last', 'last-date'],
    async judge(slots, _slot, _uses, turn) {
      const reviewed = await problems(slots, turn)
      const early = reviewed?.found.find((problem) => problem.kind === 'before-earlier-step')
      if (!early) return OK
      const today = officeDay(turn.occasion.at)
      const filling = {
        last: eventLabel(turn.office, early.event.kind),
        'last-date': sayDate(early.event.day, { today }),
      }
      return { kind: 'needs-reason', filling }
    },
  },
  'share-enough': {
    fillings: [],
    async judge(slots, slot) {
      const [share, least] = [slots[slot]?.value, slots.duty?.fields.least]
      return typeof share === 'number' && least && share < Number(least)
        ? { kind: 'needs-reason', filling: {} }
        : OK
    },
  },
  'not-in-future': {
    fillings: [],
    async judge(slots, slot, _uses, { occasion }) {
      const day = dayIn(slots, slot)
      const kind = slots.event?.value
      const isFixed = typeof kind === 'string' && isEventKind(kind) && mayLieAhead(kind)
      return day && day > officeDay(occasion.at) && !isFixed ? { kind: 'refused', filling: {} } : OK
    },
  },
  'not-in-past': {
    fillings: [],
    async judge(slots, slot, _uses, { occasion }) {
      const day = dayIn(slots, slot)
      return day && day < officeDay(occasion.at) ? { kind: 'refused', filling: {} } : OK
    },
  },
  'not-before-slot': {
    fillings: [],
    async judge(slots, slot, [other = ''], _turn) {
      const [day, first] = [dayIn(slots, slot), dayIn(slots, other)]
      return day && first && day < first ? { kind: 'refused', filling: {} } : OK
    },
  },
  'within-budget': {
    fillings: ['budget'],
    async judge(slots, _slot, _uses, turn) {
      const reviewed = await problems(slots, turn)
      const over = reviewed?.found.find((problem) => problem.kind === 'over-budget')
      return over ? { kind: 'refused', filling: { budget: sayMoney(over.budget) } } : OK
    },
  },
  'within-contract': {
    fillings: ['contract', 'paid'],
    async judge(slots, _slot, _uses, turn) {
      const reviewed = await problems(slots, turn)
      const over = reviewed?.found.find((problem) => problem.kind === 'over-contract')
      if (!over) return OK
      const filling = { contract: sayMoney(over.contract), paid: sayMoney(over.paid) }
      return { kind: 'needs-reason', filling }
    },
  },
}
