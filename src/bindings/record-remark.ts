import { isDay } from '../base/index.ts'
import { whereMaintained } from '../calendar/index.ts'
import {
  issueOf,
  keepReferral,
  keepRemarks,
  openUnitIssue,
  type RemarkKind,
  voidRemark,
  withdrawUnitIssue,
} from '../cases/index.ts'
import type { Slots } from '../dialogue/index.ts'
import { sayDay } from '../language/index.ts'
import { can } from '../people/index.ts'
import { matterOf, placeWords } from '../supervision/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn, RecordAction, UndoAction } from './action.ts'
import { matterOfId } from './kinds-matter.ts'
import { type Matter, unitOf } from './listed-matters.ts'
import { momentWords } from './moment-words.ts'
import { idIn, markUndone, referenceOf } from './submissions.ts'
import { wording } from './wording.ts'

/** Said for a unit; the others are said to one. */
const FOR_UNIT: readonly RemarkKind[] = ['EXPLAINED', 'HELP']

const textOf = (slots: Slots, name: string): string | undefined => {
  const value = slots[name]?.value
  return typeof value === 'string' ? value : undefined
}

/**
 * Keeps what was confirmed about a matter. What a unit says reaches its section with the next morning's digest; a call
 * for help is an issue that the section is to answer.
 */
export const remarkAction = (kind: RemarkKind): RecordAction => ({
  fillings: ['by', 'at', 'similar', 'answer-day', 'number'],
  async act(slots, draft, turn) {
    const { tx, person, at } = turn.occasion
    const item = await matterOfId(textOf(slots, 'matter') ?? '', turn.look)
    const act = FOR_UNIT.includes(kind) ? 'answer-for-unit' : 'supervise'
    if (!item || !can(person, act, { unit: unitOf(item.place) }))
      return { kind: 'refused', filling: { reason: wording.say('not-yours') } }
    const promised = textOf(slots, 'promise-day')
    const said = promised && isDay(promised) ? promised : undefined
    const day = kind === 'URGED' ? answerDay(turn) : said
    const text = textOf(slots, 'text')
    const called = kind === 'HELP' ? await callForHelp(item, text ?? '', turn) : undefined
    if (called?.opened === false)
      return { kind: 'again', filling: { by: called.asker, at: called.at } }
    const [id] = await keepRemarks(
      tx,
      [
        {
          ...matterOf(item),
          kind,
          personId: person.id,
          onceKey: draft.id,
          ...(text && { text }),
          ...(day && { day }),
        },
      ],
      at,
    )
    if (id === undefined)
      return { kind: 'again', filling: { by: person.name, at: momentWords(at, at) } }
    const words = referralWords(kind, item, text ?? '', day && sayDay(day, turn.look))
    if (words) await keepReferral(tx, { person, intent: kind.toLowerCase(), text: words, at })
    return {
      kind: 'done',
      id: referenceOf('remark', id),
      filling: {
        at: momentWords(at, at),
        'answer-day': called?.due ?? (day ? sayDay(day, turn.look) : ''),
        number: called ? String(called.issueId) : '',
      },
    }
  },
})

/** Opens the issue; one that is open already says who asked and when. */
async function callForHelp(item: Matter, text: string, { office, occasion, look }: ActionTurn) {
  const { tx, person, at } = occasion
  const { lotId, rule } = matterOf(item)
  const wanted = {
    ...{ lotId, rule, text },
    unitId: item.place.unitId,
    askerId: person.id,
    about: whatWords(item),
  }
  const means = { calendar: office.calendar, issues: office.issues, at }
  const { issueId, opened } = await openUnitIssue(tx, wanted, means)
  const issue = await issueOf(tx, issueId)
  const asked = issue?.notes[0]
  return {
    issueId,
    opened,
    asker: foreignLine(issue?.asker ?? ''),
    at: asked ? sayDay(asked.day, look) : '',
    due: issue?.due ? sayDay(issue.due, look) : '',
  }
}

const whatWords = (item: Matter): string =>
  item.kind === 'clock' ? item.what : wording.say('matter-pay')

/** The day by which a unit must answer; calendar days where the year has no calendar. */
function answerDay({ office, look }: ActionTurn) {
  const day = whereMaintained(() => office.calendar.addWorkdays(look.today, office.answerWithin))
  return day.ok ? day.value : undefined
}

function referralWords(
  kind: RemarkKind,
  item: Matter,
  text: string,
  day: string | undefined,
): string | undefined {
  const about = {
    where: placeWords(item.place, false),
    what: whatWords(item),
    text,
  }
  if (kind !== 'EXPLAINED') return undefined
  return day === undefined
    ? wording.say('referral-explained-open', about)
    : wording.say('referral-explained', { ...about, day })
}

/** Takes a remark back. */
export const undoRemarkAction: UndoAction = {
  fillings: [],
  async undo(submission, reason, { occasion }) {
    const { tx, person, at } = occasion
    const order = { remarkId: Number(idIn(submission.id)), personId: person.id }
    const undone = await voidRemark(tx, { ...order, reason: reason ?? '' }, at)
    if (undone) await withdrawUnitIssue(tx, order, at)
    await markUndone(tx, submission.draftId, at)
    return { kind: undone ? 'done' : 'again', filling: {} }
  },
}
