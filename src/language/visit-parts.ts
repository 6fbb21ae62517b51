import { type Clause, clausesOf, masked } from './clauses.ts'
import { type IntentMatch, spokenIntent } from './intents.ts'
import { type AskedPart, blanked, JOINING, questionIn } from './message-parts.ts'
import { overlaps, type Span } from './reading.ts'
import { eventsOf, namesInClause } from './report-frames.ts'
import { nameWordsIn } from './residual.ts'
import type { Turn } from './turn.ts'
import { scoreValuesIn } from './values-in-message.ts'
import { opinionSpan, visitWords } from './visit-frame.ts'

/** A message that tells of visits, divided: which clauses tell of which visit, report a fact, or ask. */
export interface VisitParts {
  readonly visits: readonly { readonly match: IntentMatch; readonly spans: readonly Span[] }[]
  readonly reported: readonly Span[]
  readonly questions: readonly AskedPart[]
}

/** 「验收合格后」 only says when: it reports nothing by itself. */
const SUBORDINATE = /(?:之|以)?[后前]$|时候?$/
/** Between an event and the visit in one clause: 「合同签了顺便走访了」, but not 「签了合同的宏达公司」. */
const AND_THEN = /^了(?!的)|顺便|又|还|并|再/
/** Shorter words before a verb are seldom a project. */
const SHORTEST_PROJECT = 3

const inside = (span: Span, { from, to }: Span): boolean => from <= span.from && span.to <= to

/** Divides a message at its visits; undefined where it tells of none. */
export function divideVisit(turn: Turn): VisitParts | undefined {
  const { normal, values, lexicons } = turn
  const phrases = eventsOf(turn)
  const spans = values.map(({ found }) => found.span)
  const textOf = ({ from, to }: Span): string => normal.text.slice(from, to)
  const matchIn = (clause: Span): IntentMatch | undefined => {
    const lead = leadOf(textOf(clause))
    const match = spokenIntent(textOf(clause).slice(lead), lexicons.intents)
    if (match?.key !== 'report-visit') return undefined
    const by = clause.from + lead
    return { ...match, span: { from: match.span.from + by, to: match.span.to + by } }
  }
  const pieces = clausesOf(masked(normal.text, spans)).flatMap((clause) => {
    const match = matchIn(clause)
    const event = phrases.findLast(
      (one) => inside(one.span, clause) && match && one.span.to <= match.span.from,
    )
    if (!event || !match || !AND_THEN.test(normal.text.slice(event.span.to, match.span.from)))
      return [clause]
    const cut = event.span.to + (normal.text[event.span.to] === '了' ? 1 : 0)
    return [
      { ...clause, to: cut, text: textOf({ from: clause.from, to: cut }), asks: false },
      { ...clause, from: cut, text: textOf({ from: cut, to: clause.to }) },
    ]
  })
  const first = pieces.findIndex((piece) => matchIn(piece) !== undefined)
  const firstPiece = pieces[first]
  const firstMatch = firstPiece && matchIn(firstPiece)
  if (!firstPiece || !firstMatch) return undefined
  const events = (piece: Span) => phrases.filter((one) => !one.asked && inside(one.span, piece))
  const isSubordinate = (piece: Clause): boolean =>
    SUBORDINATE.test(piece.text.trim()) && !values.some(({ found }) => inside(found.span, piece))
  const questionAt = (piece: Clause) =>
    questionIn({ ...piece, text: textOf(piece) }, lexicons.intents)

  const visits: { match: IntentMatch; spans: Span[] }[] = []
  const reported: Span[] = []
  const questions: AskedPart[] = []
  const before = pieces.slice(0, first)
  const reports = before.some(
    (piece) => !questionAt(piece) && events(piece).length > 0 && !isSubordinate(piece),
  )
  const leading: Span[] = []
  for (const piece of before) {
    const question = questionAt(piece)
    if (question) questions.push(question)
    else (reports ? reported : leading).push(piece)
  }
  let visit = { match: firstMatch, spans: [...leading, firstPiece] }
  visits.push(visit)
  let opinion = opinionFrom(turn, firstPiece)
  let here: 'visit' | 'report' = 'visit'
  for (const piece of pieces.slice(first + 1)) {
    const lead = leadOf(textOf(piece))
    const match = matchIn(piece)
    const question = questionAt(piece)
    if (match && namesSomebody(turn, piece)) {
      visit = { match, spans: [piece] }
      visits.push(visit)
      opinion = opinionFrom(turn, piece)
      here = 'visit'
      continue
    }
    if (!match && !(opinion && overlaps(opinion, piece))) {
      const asks = question && (question.match.how === 'contains' || piece.asks || lead > 0)
      if (asks) {
        questions.push(question)
        continue
      }
      const told = events(piece)
      if (told.length > 0) here = lead > 0 || reportsOwn(turn, piece) ? 'report' : 'visit'
      else if (scoreValuesIn(textOf(piece)).length > 0) here = 'visit'
    } else here = 'visit'
    if (here === 'report') reported.push(piece)
    else visit.spans.push(piece)
  }
  return { visits, reported, questions }
}

function leadOf(text: string): number {
  return JOINING.exec(text)?.[0].length ?? 0
}

/** The opinion quoted from a clause on. */
function opinionFrom({ normal, lexicons }: Turn, { from }: Span): Span | undefined {
  const text = blanked(normal.text, [{ from: 0, to: from }], 'inside')
  return opinionSpan({ normal: { ...normal, text }, lexicons })
}

/** Whether a clause names a supplier or a unit of its own. */
function namesSomebody(turn: Turn, piece: Span): boolean {
  const { normal, values, lexicons } = turn
  const spans = [...values.map(({ found }) => found.span), ...visitWords(turn)]
  const endings = [...lexicons.partyEndings, ...lexicons.unitEndings]
  return nameWordsIn(masked(normal.text, spans), piece, lexicons).some(({ text }) =>
    endings.some((ending) => text.endsWith(ending)),
  )
}

/** Whether a clause behind the visit reports on a project that it names itself, before the verb, as done. */
function reportsOwn(turn: Turn, piece: Clause): boolean {
  const phrases = eventsOf(turn)
  const done = phrases.filter(
    (one) => !one.asked && !one.negated && !one.planned && inside(one.span, piece),
  )
  const { project } = namesInClause(turn, phrases, piece)
  return (
    project !== undefined &&
    project.text.length >= SHORTEST_PROJECT &&
    done.some((one) => project.from < one.span.to)
  )
}
