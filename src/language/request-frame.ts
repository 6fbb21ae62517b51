import { masked } from './clauses.ts'
import { FrameBuilder } from './frame-builder.ts'
import type { Frame } from './frames.ts'
import type { IntentMatch } from './intents.ts'
import { pointsBack } from './message-parts.ts'
import type { Phrase } from './phrases.ts'
import { namesAmong, type SpokenNames } from './report-frames.ts'
import { nameWordsIn } from './residual.ts'
import type { Turn } from './turn.ts'
import { opinionSpan } from './visit-frame.ts'

/** A question, request or complaint: its intent with whatever else the message names. */
export function requestFrame(turn: Turn, match: IntentMatch, phrases: readonly Phrase[]): Frame {
  const { normal, values, lexicons, names } = turn
  const builder = new FrameBuilder(match.key, normal, names).explain(
    `intent.${match.key}.${match.how}`,
    match.span,
  )
  for (const value of values) builder.value(value)
  const isQuery = match.key === 'query-status'
  const [phrase] = phrases
  if (isQuery && phrase) builder.event(phrase.key, phrase.span)
  const quoted = isQuery ? undefined : opinionSpan(turn)
  const spans = [
    match.span,
    ...values.map((one) => one.found.span),
    ...phrases.flatMap((one) => one.parts),
    ...(quoted ? [{ from: quoted.from, to: normal.text.length }] : []),
  ]
  const words = nameWordsIn(
    masked(normal.text, spans),
    { from: 0, to: normal.text.length },
    lexicons,
  )
  const isAboutNames = match.key !== 'report-832' && match.key !== 'register-change'
  const spoken: SpokenNames = isAboutNames ? namesAmong(words, normal.text, lexicons) : {}
  if (spoken.project && isQuery) builder.projectOrParty(spoken.project)
  else if (isQuery && pointsBack(normal)) builder.pointsBack()
  else if (spoken.project) builder.knownProject(spoken.project)
  if (spoken.party) builder.name('party', spoken.party)
  if (quoted) builder.opinion(quoted)
  return builder.build()
}

/** 「二中操场的呢？」, 「那二中操场呢」. */
const SAME_OF = /^(?:[\s，,]*(?:那么?|还有))?[^，,。;；!！?？]{2,24}?(?:的|那个)?呢[\s?？。~]*$/

/** The same question about another project: the words before 呢 name it. */
export function sameQuestion({ normal, values, lexicons, names }: Turn): Frame | undefined {
  if (values.length > 0 || !SAME_OF.test(normal.text)) return undefined
  const whole = { from: 0, to: normal.text.length }
  const [first, ...more] = nameWordsIn(normal.text, whole, lexicons)
  if (!first || more.length > 0) return undefined
  return new FrameBuilder('query-status', normal, names)
    .explain(SAME_QUESTION, whole)
    .projectOrParty(first)
    .build()
}

/** The rule of a question that only names another project. */
export const SAME_QUESTION = 'intent.query-status.same'
