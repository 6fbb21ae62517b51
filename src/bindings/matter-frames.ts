import { yuanOf } from '../base/index.ts'
import type { Context, Frame, Json, Understanding } from '../dialogue/index.ts'
import { readDate } from '../language/index.ts'
import { isEventKind } from '../ledger/index.ts'
import { can } from '../people/index.ts'
import { isUnitIssue, matterOf } from '../supervision/index.ts'
import type { ActionTurn } from './action.ts'
import { REPORT_CREDIT } from './credit-frames.ts'
import { isCredit } from './credits-owed.ts'
import { askedSaid } from './issue-said.ts'
import type { Matter } from './listed-matters.ts'
import { listIn, matterIn } from './matter-words.ts'
import { wording } from './wording.ts'

/**
 * What a message says of a matter in the list that was shown last, or the list that it asks for; undefined where
 * it is neither, and the sentence is to be understood as any other. Between two questions of a conversation only
 * lists are asked for.
 */
export async function matterFrames(
  text: string,
  context: Context,
  turn: ActionTurn,
): Promise<Understanding | undefined> {
  const { person } = turn.occasion
  const { matterWords } = turn.office
  const list = can(person, 'supervise') && !context.free ? listIn(text, matterWords) : undefined
  if (list) return { frames: [{ intent: 'matter-list', slots: { list }, text }] }
  if (context.dialogue !== undefined) return undefined
  const asked = await askedFrame(text, turn)
  if (asked) return { frames: [asked] }
  const said = matterIn(text, matterWords)
  if (!said) return undefined
  const number = numberIn(said.frame)
  const { lines } = await turn.look.listed(number)
  if (lines.length === 0 || (number !== undefined && lines[number - 1] === undefined)) {
    // “求助” and the like mean something without a list, too.
    return undefined
  }
  if (said.act === 'done') {
    const shown = lines.flatMap((line) => line ?? [])
    const line =
      number === undefined ? (shown.length === 1 ? shown[0] : undefined) : lines[number - 1]
    return line && { frames: [{ intent: doneIntent(line), slots: aboutDone(line), text }] }
  }
  const day = readDate(said.rest, { ...turn.look, lean: 'future' })
  const promise = day.kind === 'value' ? { 'promise-day': day.value } : {}
  const words = [...said.rest].length >= 2 ? { text: said.rest, ...promise } : {}
  // “知晓” alone is said of the whole list.
  const which = said.act === 'known' && number === undefined ? {} : said.frame.slots
  return { frames: [{ ...said.frame, slots: { ...which, ...words } }] }
}

/** What is said of the unit's own call for help; without a number where there is one that waits. */
async function askedFrame(text: string, { office, occasion, look }: ActionTurn) {
  const said = askedSaid(text, office.matterWords.asked)
  if (!said || !can(occasion.person, 'answer-for-unit')) return undefined
  const own = (await look.issues()).filter(isUnitIssue)
  const [only, ...others] = own
  const issue = said.issue ?? (only && others.length === 0 ? String(only.id) : undefined)
  if (issue === undefined) return undefined
  return { intent: 'hear-issue', slots: { ...said, issue }, text }
}

function numberIn(frame: Frame): number | undefined {
  const { matter } = frame.slots
  return typeof matter === 'object' && matter !== null && 'number' in matter
    ? Number(matter.number)
    : undefined
}

/** The conversation that reports the matter as done. */
function doneIntent(item: Matter): string {
  if (item.kind === 'clock' && isCredit(item.ends)) return REPORT_CREDIT
  if (item.kind !== 'clock' || !item.duty) return 'report-stage'
  return item.duty.visit === undefined ? 'report-duty' : 'report-visit'
}

/** A report of the matter as done, filled in as far as the office knows; the day is today until she says another. */
export function aboutDone(item: Matter): Record<string, Json> {
  const ends = item.kind === 'clock' ? item.ends : 'PAID'
  if (item.kind === 'clock' && item.duty) {
    const { key, visit } = item.duty
    return visit === undefined
      ? { duty: { key }, unit: { unit: item.place.unitId }, date: wording.say('today-word') }
      : { party: visit }
  }
  return {
    project: { lot: item.place.lotId },
    ...(isEventKind(ends) && { event: ends }),
    date: wording.say('today-word'),
    ...(item.kind === 'unpaid' &&
      item.amount !== null && { amount: wording.say('yuan', { yuan: yuanOf(item.amount) }) }),
  }
}

/** What the buttons under a matter are about: the matter itself, and the report of it as done. */
export const aboutMatter = (item: Matter): Record<string, Json> => ({
  matter: { lotId: item.place.lotId, rule: matterOf(item).rule },
  ...aboutDone(item),
})
