import type { Frame } from './frames.ts'
import { type AskedPart, blanked } from './message-parts.ts'
import type { Span } from './reading.ts'
import { eventsOf, reportFrames } from './report-frames.ts'
import { requestFrame } from './request-frame.ts'
import type { Turn } from './turn.ts'
import { visitFrame } from './visit-frame.ts'
import { divideVisit } from './visit-parts.ts'

/** The same message with everything outside (or inside) the stretches gone; positions stay. */
export function narrowed(turn: Turn, spans: readonly Span[], gone: 'inside' | 'outside'): Turn {
  const text = blanked(turn.normal.text, spans, gone)
  const isGone = ({ from, to }: Span): boolean => text.slice(from, to) === '，'.repeat(to - from)
  const values = turn.values.filter(({ found }) => !isGone(found.span))
  return { ...turn, normal: { ...turn.normal, text }, values }
}

/** At the question for the event itself, the report belongs to the conversation that asked. */
export function asFirstAnswer({ context }: Turn, frames: Frame[]): Frame[] {
  if (context?.slot !== 'event') return frames
  return frames.map((frame, i) => (i === 0 ? { ...frame, intent: context.intent } : frame))
}

/** The project of another frame, with what its index found. */
function aboutSame({ project, projectCode, found, ambiguous }: Frame): Partial<Frame> {
  return {
    ...(project !== undefined && { project }),
    ...(projectCode !== undefined && { projectCode }),
    ...(found?.project && { found: { project: found.project } }),
    ...(ambiguous?.includes('project') && { ambiguous: ['project'] as const }),
  }
}

/** The questions of a message; one that names no project is about the one reported last. */
function askedFrames(turn: Turn, questions: readonly AskedPart[], told: readonly Frame[]): Frame[] {
  const last = told.findLast(({ project }) => project !== undefined)
  return questions.map((part) => {
    const asking = narrowed(turn, [part], 'outside')
    const frame = requestFrame(asking, part.match, eventsOf(asking))
    const isUnnamed = frame.intent === 'query-status' && frame.project === undefined
    return isUnnamed && last ? { ...frame, ...aboutSame(last) } : frame
  })
}

/** 「合同昨天签了，318万，另外二中操场到哪一步了」: every fact and every question, in that order. */
export function reportsAndQuestions(turn: Turn, questions: readonly AskedPart[]): Frame[] {
  const facts = narrowed(turn, questions, 'inside')
  const told = asFirstAnswer(facts, reportFrames(facts, eventsOf(facts)))
  return [...told, ...askedFrames(turn, questions, told)]
}

/**
 * 「合同签了，昨天走访了宏达公司，很满意」: every visit and every fact in the order of speaking, then the questions.
 * Undefined where no part of the message tells of a visit.
 */
export function visitsAndMore(turn: Turn): Frame[] | undefined {
  const parts = divideVisit(turn)
  if (!parts) return undefined
  const visits = parts.visits.map(({ match, spans }) => ({
    at: spans[0]?.from ?? 0,
    frames: [visitFrame(narrowed(turn, spans, 'outside'), match)],
  }))
  const facts = narrowed(turn, parts.reported, 'outside')
  const reported = reportFrames(facts, eventsOf(facts))
  const told = [...visits, { at: parts.reported[0]?.from ?? 0, frames: reported }]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ frames }) => frames)
  return [...told, ...askedFrames(turn, parts.questions, reported)]
}
