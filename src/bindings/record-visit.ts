import { isDay } from '../base/index.ts'
import type { Slots } from '../dialogue/index.ts'
import { sayDay } from '../language/index.ts'
import { contractOf } from '../ledger/index.ts'
import { can } from '../people/index.ts'
import { revokeVisitInvitations } from '../surveys/index.ts'
import { recordVisit, type VisitEntry, voidVisit } from '../visits/index.ts'
import type { ActionTurn, RecordAction, UndoAction } from './action.ts'
import { attachToVisit } from './attachments.ts'
import { hostOf } from './kinds-party.ts'
import { lotIdOf } from './kinds-project.ts'
import { momentWords } from './moment-words.ts'
import { idIn, markUndone, referenceOf } from './submissions.ts'
import { handOut } from './survey-handout.ts'
import { wording } from './wording.ts'

/** Records a confirmed visit. */
export const recordVisitAction: RecordAction = {
  fillings: ['entry', 'promise-task', 'similar', 'by', 'at'],
  async act(slots, draft, turn) {
    const { tx, person, at, saidIn } = turn.occasion
    const visit = await visitIn(slots, turn)
    if (!visit || !can(person, 'record-visit')) {
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    }
    const unitId = person.roles.find((held) => held.role === 'LIAISON')?.unitId
    const entry: VisitEntry = {
      ...visit,
      personId: person.id,
      actor: person.userid,
      saidIn,
      ...(unitId !== undefined && { unitId }),
      ...(draft.distinct && { distinct: true }),
    }
    const outcome = await recordVisit(tx, entry, at)
    const number = wording.say('visit-number', { number: String(outcome.visitId).padStart(4, '0') })
    if (outcome.kind === 'similar') {
      const day = sayDay(visit.day, { today: turn.look.today })
      const similar = [number, slots.party?.label ?? '', day].join(' ')
      return { kind: 'similar', filling: { similar, by: person.name, at: day } }
    }
    await attachToVisit(tx, draft.photos, outcome.visitId)
    await askAboutVisit(slots, outcome.visitId, turn)
    const promised = visit.promiseDay
      ? wording.say('promise-task', {
          promise: visit.promise ?? '',
          day: sayDay(visit.promiseDay, { today: turn.look.today }),
        })
      : ''
    return {
      kind: 'done',
      id: referenceOf('visit', outcome.visitId),
      filling: { entry: number, 'promise-task': promised, at: momentWords(at, at) },
    }
  },
}

/** Takes a visit back. */
export const undoVisitAction: UndoAction = {
  fillings: [],
  async undo(submission, reason, { occasion }) {
    const { tx, person, at } = occasion
    const visitId = Number(idIn(submission.id))
    const order = { visitId, personId: person.id, actor: person.userid, reason: reason ?? '' }
    const undone = await voidVisit(tx, order, at)
    if (undone) await revokeVisitInvitations(tx, visitId, at)
    await markUndone(tx, submission.draftId, at)
    return { kind: undone ? 'done' : 'again', filling: {} }
  },
}

/** A visit asks the party how it was, at its standing link: of the contract it was about, else of its latest one that has a link. */
async function askAboutVisit(slots: Slots, visitId: number, turn: ActionTurn): Promise<void> {
  const { partyId } = hostOf(slots.party)
  if (partyId === undefined) return
  const lotId = lotIdOf(slots.project) ?? (await latestPage(partyId, turn))
  const history = lotId === undefined ? undefined : await turn.look.history(lotId)
  if (!history) return
  const whom = contractOf(history).supplier?.id === partyId ? 'supplier' : 'agency'
  if (whom === 'agency' && history.agency?.id !== partyId) return
  await handOut(turn, { event: { id: BigInt(visitId), kind: 'VISITED' }, history, whom })
}

async function latestPage(partyId: number, { look }: ActionTurn): Promise<number | undefined> {
  const lots = (await look.pages()).flatMap((page) => (page.partyId === partyId ? page.lotId : []))
  return lots.length > 0 ? Math.max(...lots) : undefined
}

type Visit = Omit<VisitEntry, 'personId' | 'actor' | 'saidIn'>

const textOf = (slots: Slots, name: string): string | undefined => {
  const value = slots[name]?.value
  return typeof value === 'string' ? value : undefined
}

/** The confirmed slots as a visit; undefined when the engine let an empty one through. */
async function visitIn(slots: Slots, { look }: ActionTurn): Promise<Visit | undefined> {
  const { partyId, unitId } = hostOf(slots.party)
  const day = textOf(slots, 'date')
  const way = slots.way?.label
  const satisfaction = slots.satisfaction?.value
  if (!day || !isDay(day) || !way || typeof satisfaction !== 'number') return undefined
  const lotId = lotIdOf(slots.project)
  const lot = (lotId === undefined ? [] : await look.lots()).find((one) => one.lotId === lotId)
  const concerns = slots.concerns?.value
  const opinion = textOf(slots, 'opinion')
  const promise = textOf(slots, 'promise')
  const promiseDay = textOf(slots, 'promise-date')
  return {
    day,
    way,
    satisfaction,
    concerns: Array.isArray(concerns) ? concerns.map(String) : [],
    ...(partyId !== undefined && { partyId }),
    ...(unitId !== undefined && { visitedUnitId: unitId }),
    ...(lot && { projectId: lot.projectId }),
    ...(opinion !== undefined && { opinion }),
    ...(promise !== undefined && { promise }),
    ...(promiseDay !== undefined && isDay(promiseDay) && { promiseDay }),
  }
}
