import { type Fen, isDay, officeDay } from '../base/index.ts'
import { capsBrokenBy, checkDay, clockFacts, lightOf, openClocksIn } from '../deadlines/index.ts'
import type { Filling, Slots } from '../dialogue/index.ts'
import { sayDate, sayDay, sayMoney } from '../language/index.ts'
import {
  type Entry,
  type EventKind,
  entryNumber,
  isEventKind,
  isOfCase,
  isVoluntary,
  type LedgerFact,
  type LotHistory,
  type Problem,
  reviewReport,
  severityOf,
  stageOf,
} from '../ledger/index.ts'
import { can } from '../people/index.ts'
import { basisWords, footingOf, markNote } from '../supervision/index.ts'
import type { ActionTurn, RecordAction, RecordTurn, UndoAction } from './action.ts'
import { attachToEvent } from './attachments.ts'
import { tellLiaisons } from './case-news.ts'
import { eventLabel } from './event-words.ts'
import { fenOf } from './kinds-money.ts'
import { hostOf } from './kinds-party.ts'
import { lotIdOf } from './kinds-project.ts'
import { momentWords } from './moment-words.ts'
import { idIn, markUndone, referenceOf } from './submissions.ts'
import { callBackLinks, handOutSurvey } from './survey-handout.ts'
import { wording } from './wording.ts'

/** Records what was confirmed and says what is due next, by which day and under which article. */
export const recordEventAction: RecordAction = {
  fillings: [
    'entry',
    'warning',
    'next',
    'next-due',
    'next-basis',
    'also',
    'also-due',
    'also-basis',
    'closing',
    'footnote',
    'similar',
    'by',
    'at',
  ],
  async act(slots, draft, turn) {
    const { office, occasion } = turn
    const { tx, person, at } = occasion
    const said = saidIn(slots)
    const history = said && (await turn.look.held(said.lotId))
    if (!said || !history) return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    const { unit } = history
    const isCase = isOfCase(said.kind) && can(person, 'record-case', { unit })
    if (!isCase && !can(person, 'report-stage', { unit })) {
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    }
    const problem = reviewReport(history, said, officeDay(at)).find(
      (found) => severityOf(found) === 'refuse' && found.kind !== 'already-recorded',
    )
    if (problem)
      return { kind: 'refused', filling: { reason: problemWords(problem, history, turn) } }
    const entry: Entry = {
      ...said,
      personId: person.id,
      actor: person.userid,
      source: 'CHAT',
      saidIn: occasion.saidIn,
      ...(draft.distinct && { nth: 'another' as const }),
    }
    const outcome = await office.ledger.record(tx, entry, at, history)
    if (outcome.kind === 'already')
      return { kind: 'again', filling: recordedBefore(outcome.event, at) }
    if (outcome.kind === 'similar') {
      const similar = factWords(turn, outcome.event)
      return { kind: 'similar', filling: { similar, ...recordedBefore(outcome.event, at) } }
    }
    turn.look.learn(outcome.history)
    await attachToEvent(tx, draft.photos, outcome.event.id)
    await handOutSurvey(turn, outcome)
    if (isCase) await tellLiaisons(turn, outcome.history, outcome.event)
    return {
      kind: 'done',
      id: referenceOf('event', outcome.event.id),
      filling: {
        entry: entryNumber(outcome.event),
        at: momentWords(at, at),
        warning: warningWords(turn, outcome.history, outcome.event),
        ...(goesOn(said.lotId, turn) ? {} : nextSteps(turn, outcome.history, said.kind)),
      },
    }
  },
}

/** Takes an event back within the time the dialogue allows, its clocks and unused survey links with it. */
export const undoEventAction: UndoAction = {
  fillings: [],
  async undo(submission, reason, { office, occasion }) {
    const { tx, person, at } = occasion
    const eventId = idIn(submission.id)
    if (!can(person, 'undo', { recordedBy: person.id })) {
      return { kind: 'refused', filling: { reason: wording.say('undo-not-yours') } }
    }
    const order = {
      eventIds: [eventId],
      personId: person.id,
      actor: person.userid,
      reason: reason ?? '',
    }
    const { voided } = await office.ledger.voidEvents(tx, order, at)
    await markUndone(tx, submission.draftId, at)
    await callBackLinks(tx, voided, at)
    return voided.length > 0 ? { kind: 'done', filling: {} } : { kind: 'again', filling: {} }
  },
}

/** Whether a later fact of the same breath is about the same lot: what is next is said with the last one. */
const goesOn = (lotId: number, { later }: RecordTurn): boolean =>
  later.some(({ project }) => lotIdOf(project) === lotId)

type Said = Pick<Entry, 'lotId' | 'kind' | 'day' | 'amount' | 'partyId' | 'reason'>

/** The confirmed slots as an entry; undefined when the engine let an empty one through. */
function saidIn(slots: Slots): Said | undefined {
  const lotId = lotIdOf(slots.project)
  const kind = slots.event?.value
  const day = slots.date?.value
  if (lotId === undefined || typeof kind !== 'string' || !isEventKind(kind)) return undefined
  if (typeof day !== 'string' || !isDay(day)) return undefined
  const amount = fenOf(slots.amount)
  const { partyId } = hostOf(slots.party)
  const reason = slots.reason?.value
  return {
    lotId,
    kind,
    day,
    ...(amount !== undefined && { amount }),
    ...(partyId !== undefined && { partyId }),
    ...(typeof reason === 'string' && { reason }),
  }
}

function problemWords(problem: Problem, { unit }: LotHistory, turn: ActionTurn): string {
  const today = officeDay(turn.occasion.at)
  switch (problem.kind) {
    case 'unit-suspended':
      return wording.say('unit-suspended', { unit: unit.name })
    case 'project-failed':
      return wording.say('project-failed', { day: sayDate(problem.event.day, { today }) })
    case 'over-budget':
      return wording.say('over-budget', { budget: sayMoney(problem.budget) })
    default:
      return wording.say('in-future')
  }
}

const recordedBefore = (event: LedgerFact, now: Date): Filling => ({
  at: momentWords(event.recordedAt, now),
  by: event.by?.name ?? wording.say('by-import'),
})

function factWords({ office, occasion }: ActionTurn, event: LedgerFact): string {
  const parts = [
    eventLabel(office, event.kind),
    sayDate(event.day, { today: officeDay(occasion.at) }),
    ...(event.amount === undefined ? [] : [sayMoney(event.amount)]),
  ]
  return parts.join(' ')
}

/** Shortest periods that the reported day breaks; recorded all the same. */
function warningWords(
  { office, occasion }: ActionTurn,
  history: LotHistory,
  event: LedgerFact,
): string {
  const { events, facts } = clockFacts(history)
  const added = events.find((one) => one.id === event.id)
  if (!added) return ''
  const today = officeDay(occasion.at)
  const days = checkDay({ events, facts }, added, office).map(({ rule, earliest }) =>
    wording.say('warning', {
      title: rule.title,
      earliest: sayDate(earliest, { today }),
      basis: rule.basis,
    }),
  )
  return [...days, ...bondWords(facts.contractAmount, event, history, office)].join('\n')
}

/** A bond above what the law allows; recorded all the same. */
function bondWords(
  contractAmount: Fen | null,
  event: LedgerFact,
  history: LotHistory,
  { book }: ActionTurn['office'],
): string[] {
  const { budget, lawDomain } = history
  const lot = { contractAmount, budget, ...(lawDomain && { lawDomain }) }
  return capsBrokenBy(book, event, lot).map(({ title, share, basis, bond }) => {
    if (share === 0) return wording.say('bond-none', { title, basis })
    const percent = share / 100
    return wording.say(bond === 'BID' ? 'bid-bond-over' : 'bond-over', { title, percent, basis })
  })
}

type StandingClock = ReturnType<typeof openClocksIn>[number]

/** The open clocks of the lot, nearest first: those that this event has started come first. */
function nextSteps(
  { occasion, office }: ActionTurn,
  history: LotHistory,
  kind: EventKind,
): Filling {
  const { at } = occasion
  const today = officeDay(at)
  // What stands still asks for nothing, and nobody can say when it will end; what nobody must do is no next step.
  const open = openClocksIn(history, office).filter(
    (clock) => lightOf(clock, today).light !== 'PAUSED' && !isVoluntary(clock.rule.endEvent),
  )
  const started = (clock: StandingClock): number => (clock.rule.startEvent === kind ? 0 : 1)
  const [next, also] = open.sort((a, b) => started(a) - started(b))
  const shown = [next, also].flatMap((clock) => (clock ? [footingOf(clock.rule)] : []))
  return {
    ...clockWords('next', next, at),
    ...clockWords('also', also, at),
    closing: next === undefined ? closingWords(history) : '',
    footnote: markNote(shown),
  }
}

function closingWords(history: LotHistory): string {
  const stage = stageOf(history)
  if (stage === 'FAILED') return wording.say('failed')
  return stage === 'CLOSED' ? wording.say('closed') : ''
}

function clockWords(name: 'next' | 'also', clock: StandingClock | undefined, at: Date): Filling {
  const today = officeDay(at)
  const day = clock?.due ?? clock?.rawDue
  if (!clock || !day) return { [name]: '', [`${name}-due`]: '', [`${name}-basis`]: '' }
  const said = sayDay(day, { today })
  const { daysLate } = lightOf(clock, today)
  const late = daysLate > 0 ? wording.say('late', { day: said, days: daysLate }) : said
  return {
    [name]: clock.rule.title,
    [`${name}-due`]: clock.due ? late : wording.say('provisional', { day: said }),
    [`${name}-basis`]: basisWords(footingOf(clock.rule)),
  }
}
