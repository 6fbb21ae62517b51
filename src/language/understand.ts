import type { Day } from '../base/index.ts'
import { masked } from './clauses.ts'
import { FrameBuilder, type KnownNames } from './frame-builder.ts'
import type { Frame, Understanding } from './frames.ts'
import { bareWords, type IntentMatch, spokenIntent, wholeIntent } from './intents.ts'
import type { Lean } from './lean.ts'
import type { Lexicons } from './lexicons.ts'
import { type Normalised, normalise } from './normalise.ts'
import type { Phrase } from './phrases.ts'
import type { Span } from './reading.ts'
import { isRejected } from './rejection.ts'
import {
  eventsOf,
  type Message,
  namesAmong,
  reportFrames,
  type SpokenNames,
} from './report-frames.ts'
import { nameWordsIn } from './residual.ts'
import { isTextSlot, isValueSlot, slotValue } from './slot-answer.ts'
import type { Intent } from './understanding-schema.ts'
import { scoreValuesIn, valuesIn } from './values-in-message.ts'
import { opinionSpan, visitFrame } from './visit-frame.ts'

/** What the conversation is waiting for: a slot (named as the keys of a frame) or the confirmation (`commit`). */
export interface Asked {
  readonly intent: Intent
  readonly slot: string
}

/** How a message is to be understood. */
export interface UnderstandOptions {
  readonly today: Day
  /** Default `past`. */
  readonly lean?: Lean
  readonly lexicons: Lexicons
  /** Nothing is matched without names; words are still told. */
  readonly names?: KnownNames
  readonly context?: Asked
}

/** A report is said in far less; what follows is kept by the caller, but not searched. */
const LONGEST = 600

/** Intents that hold at every step, whatever was asked. */
const ALWAYS: ReadonlySet<Intent> = new Set(['cancel', 'help', 'list-todos'])
/** Intents that lead away from a question in between. */
const DIGRESSIONS: ReadonlySet<Intent> = new Set([
  'list-todos',
  'query-status',
  'help',
  'complaint',
  'report-visit',
  'cancel',
])

interface Turn extends Message {
  readonly context: Asked | undefined
  readonly lean: Lean
}

function only(turn: Turn, { key, span, how }: IntentMatch): Frame[] {
  return [
    new FrameBuilder(key, turn.normal, turn.names).explain(`intent.${key}.${how}`, span).build(),
  ]
}

/** The answer to the slot that was asked, if the message is one. */
function answer(turn: Turn, asked: Asked): Frame[] | undefined {
  const { normal, values, lexicons, names, today, lean } = turn
  const builder = new FrameBuilder(asked.intent, normal, names)
  if (isTextSlot(asked.slot)) {
    const whole: Span = { from: 0, to: normal.text.length }
    if (bareWords(normal.text) === '') return undefined
    if (asked.slot === 'opinion') return [builder.opinion(whole).build()]
    const [first = whole] = nameWordsIn(
      masked(
        normal.text,
        values.map((v) => v.found.span),
      ),
      whole,
      lexicons,
    )
    builder.name(asked.slot, first)
    for (const value of values) builder.value(value)
    return [builder.build()]
  }
  if (!isValueSlot(asked.slot)) return undefined
  const said = slotValue(asked.slot, normal.text, today, lean)
  if (!said) return undefined
  builder.value(said)
  const taken = said.found.span
  for (const value of values) {
    const isApart = value.found.span.to <= taken.from || taken.to <= value.found.span.from
    if (isApart && value.key !== said.key) builder.value(value)
  }
  return [builder.build()]
}

/** 「不对，是12万5」「不是16号是18号」「项目改成二中操场」: the values and names that are to hold instead. */
function correction(turn: Turn, span: Span, phrases: readonly Phrase[]): Frame {
  const { normal, values, lexicons, names } = turn
  const builder = new FrameBuilder('correct', normal, names).explain('intent.correct', span)
  for (const value of values) builder.value(value)
  for (const value of scoreValuesIn(normal.text)) {
    if (value.found.rule !== 'satisfaction.words' || turn.context?.intent === 'report-visit')
      builder.value(value)
  }
  const [phrase] = phrases.filter((one) => !one.negated)
  if (phrase) builder.event(phrase.key, phrase.span)
  const slot = turn.context?.slot
  const isMissing = slot !== undefined && isValueSlot(slot) && !builder.has(slot)
  const rest = normal.text.slice(span.to).replace(/^[\s，,是：:应该为]+/u, '')
  const said = isMissing ? slotValue(slot, rest, turn.today, turn.lean) : undefined
  const bare =
    said ??
    (values.length === 0 && /^\d[\d.,]*$/.test(rest)
      ? slotValue('amount', rest, turn.today, turn.lean)
      : undefined)
  if (bare) {
    const from = normal.text.length - rest.length
    const at = { from: from + bare.found.span.from, to: from + bare.found.span.to }
    builder.value(movedValue(bare, at))
  }
  const spans = [
    span,
    ...values.map((one) => one.found.span),
    ...phrases.flatMap((one) => one.parts),
    ...correctionWords(normal.text),
  ]
  const words = nameWordsIn(
    masked(normal.text, spans),
    { from: 0, to: normal.text.length },
    lexicons,
  )
  const meant = words.filter((one) => !isRejected(normal.text, one.from))
  const spoken = namesAmong(meant, normal.text, lexicons)
  if (spoken.project && !bare) builder.name('project', spoken.project)
  if (spoken.party) builder.name('party', spoken.party)
  return builder.build()
}

function movedValue<T extends { readonly found: { readonly span: Span } }>(
  value: T,
  span: Span,
): T {
  return { ...value, found: { ...value.found, span } }
}

/** The words of correcting itself are no names. */
const CORRECTING =
  /不对|不是|错了|说错了?|写错了?|应该是|应为|应当是|改成|改为|改一下|修改|更正|而是|才对|项目|日期|金额|环节|满意度|时间|是/g

function correctionWords(text: string): Span[] {
  return [...text.matchAll(CORRECTING)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }))
}

/** A question, request or complaint: its intent with whatever else the message names. */
function requestFrame(turn: Turn, match: IntentMatch, phrases: readonly Phrase[]): Frame {
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
  else if (spoken.project) builder.knownProject(spoken.project)
  if (spoken.party) builder.name('party', spoken.party)
  if (quoted) builder.opinion(quoted)
  return builder.build()
}

/** Values without a verb: an answer at the confirmation is a correction, anything else says too little. */
function withoutEvent(turn: Turn): Frame[] {
  const { normal, values, names, context } = turn
  if (context?.slot === 'commit' && values.length > 0)
    return [correction(turn, { from: 0, to: 0 }, [])]
  const builder = new FrameBuilder('none', normal, names)
  for (const value of values) builder.value(value)
  return [builder.build()]
}

function framesOf(turn: Turn): Frame[] {
  const { normal, lexicons, context } = turn
  const { text } = normal
  const whole = wholeIntent(text, lexicons.intents, lexicons.smallTalk)
  const phrases = eventsOf(turn)
  const spoken = spokenIntent(text, lexicons.intents)
  if (whole && ALWAYS.has(whole.key)) return only(turn, whole)
  const asked = context && context.slot !== 'commit' ? context : undefined
  if (
    asked &&
    spoken?.key !== 'correct' &&
    !(spoken && DIGRESSIONS.has(spoken.key) && asked.slot !== 'opinion')
  ) {
    const isReport = phrases.length > 0 && asked.slot !== 'opinion' && asked.slot !== 'event'
    const said = isReport || whole?.key === 'deny' ? undefined : answer(turn, asked)
    if (said) return said
  }
  if (whole) return only(turn, whole)
  if (lexicons.smallTalk.has(bareWords(text).replace(/[\s，,。、!！]+/gu, '')))
    return [
      new FrameBuilder('none', normal, turn.names)
        .explain('small-talk', { from: 0, to: text.length })
        .build(),
    ]
  if (spoken?.key === 'correct') return [correction(turn, spoken.span, phrases)]
  if (spoken?.key === 'report-visit') return [visitFrame(turn, spoken)]
  const isReport = phrases.length > 0 && phrases.some((phrase) => !phrase.asked)
  if (
    spoken &&
    !(
      spoken.key === 'report-problem' &&
      isReport &&
      spoken.how === 'contains' &&
      isPlainReport(phrases)
    )
  )
    return [requestFrame(turn, spoken, phrases)]
  if (phrases.length > 0) return asFirstAnswer(turn, reportFrames(turn, phrases))
  return withoutEvent(turn)
}

/** A fact that was done and is not denied outweighs a word of trouble beside it. */
function isPlainReport(phrases: readonly Phrase[]): boolean {
  return phrases.some((phrase) => !phrase.negated && !phrase.planned)
}

/** At the question for the event itself, the report belongs to the conversation that asked. */
function asFirstAnswer({ context }: Turn, frames: Frame[]): Frame[] {
  if (context?.slot !== 'event') return frames
  return frames.map((frame, i) => (i === 0 ? { ...frame, intent: context.intent } : frame))
}

function normalised(text: string): Normalised {
  const normal = normalise(text.slice(0, LONGEST))
  return { ...normal, original: text }
}

/**
 * What a message means: one frame per reported fact, question or request, at least one (`none`).
 * Pure, deterministic, milliseconds. Intents and events are told by the lexicons handed in;
 * every frame says which rule took which characters (`because`).
 */
export function understand(
  text: string,
  { today, lean = 'past', lexicons, names, context }: UnderstandOptions,
): Understanding {
  const normal = normalised(text)
  const values = valuesIn(normal.text, today, lean)
  const turn: Turn = { normal, values, lexicons, names, today, lean, context }
  return { text, frames: framesOf(turn) }
}
