import type { Context, Understanding } from '../dialogue/index.ts'
import { compilePhrases, normalise, phrasesIn, readDate } from '../language/index.ts'
import { can } from '../people/index.ts'
import type { ActionTurn } from './action.ts'
import { wordsBefore } from './credit-frames.ts'

/** What opens the conversation in which a section records 投诉, suspensions and the like. */
export const RECORD_CASE = 'record-case'

/** Words that follow, with their marks and the day taken off: 「，投诉书3号」. */
const EDGES = /^[\s\p{P}了]+|[\s\p{P}]+$/gu
/** Shorter than this is no document. */
const NOTE = 3

/**
 * What the office itself knows of a project (「一中教学楼昨天收到投诉，投诉书3号」「二中操场暂停采购」), said by those who
 * may record it; everybody else's sentence stays what it was.
 */
export function withCases(
  understood: Understanding,
  text: string,
  context: Context,
  { office, occasion, look }: ActionTurn,
): Understanding {
  if (context.free || !can(occasion.person, 'record-case')) return understood
  const { events, bare, around } = office.matterWords.cases
  if (bare.includes(text.trim())) return { frames: [{ intent: RECORD_CASE, slots: {}, text }] }
  const entries = Object.entries(events).map(([key, words]) => ({ key, words }))
  const plain = normalise(text).text
  const [told] = phrasesIn(plain, compilePhrases(entries)).filter(({ asked }) => !asked)
  if (!told) return understood
  // What follows is its document: 「投诉书3号」 is no day.
  const day = readDate(plain.slice(0, told.span.to), { ...look, lean: 'past' })
  const date = day.kind === 'value' ? day.value : undefined
  const project = wordsBefore(plain.slice(0, told.span.from), around)
  const note = plain.slice(told.span.to).replace(EDGES, '')
  const slots = {
    event: told.key,
    ...(project !== '' && { project }),
    ...(date !== undefined && { date }),
    ...([...note].length >= NOTE && { reason: note }),
  }
  const mood = { ...(told.negated && { negated: true }), ...(told.planned && { planned: true }) }
  return { frames: [{ intent: RECORD_CASE, slots, text, ...mood }] }
}
