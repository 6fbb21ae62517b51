import type { Day } from '../base/index.ts'
import { clausesOf, masked } from './clauses.ts'
import { correction } from './correction.ts'
import type { DateOptions } from './dates.ts'
import { FrameBuilder, type KnownNames } from './frame-builder.ts'
import type { Frame, Understanding } from './frames.ts'
import type { HolidayBreak } from './holiday-break.ts'
import { bareWords, type IntentMatch, spokenIntent, wholeIntent } from './intents.ts'
import type { Lean } from './lean.ts'
import type { Lexicons } from './lexicons.ts'
import { askedParts, JOINING, pointsBack } from './message-parts.ts'
import { asFirstAnswer, narrowed, reportsAndQuestions, visitsAndMore } from './mixed-message.ts'
import { type Normalised, normalise } from './normalise.ts'
import type { Phrase } from './phrases.ts'
import type { Span } from './reading.ts'
import { eventsOf, reportFrames } from './report-frames.ts'
import { requestFrame, sameQuestion } from './request-frame.ts'
import { nameWordsIn } from './residual.ts'
import { searchedOnce } from './searched-once.ts'
import { isTextSlot, isValueSlot, slotValue } from './slot-answer.ts'
import type { Asked, Turn } from './turn.ts'
import type { Intent } from './understanding-schema.ts'
import { scoreValuesIn, valuesIn } from './values-in-message.ts'
import { visitFrame } from './visit-frame.ts'
import { isNotYet, readConsent } from './yes-no.ts'

/** How a message is to be understood. */
export interface UnderstandOptions {
  readonly today: Day
  /** Default `past`. */
  readonly lean?: Lean
  /** The office's holidays, see DateOptions. */
  readonly breaks?: readonly HolidayBreak[]
  readonly lexicons: Lexicons
  /** Nothing is matched without names; words are still told. */
  readonly names?: KnownNames
  readonly context?: Asked
}

/** A report is said in far less; what follows is kept by the caller, but not searched. */
const LONGEST = 600

/** Intents that hold at every step, whatever was asked. */
const ALWAYS: ReadonlySet<Intent> = new Set(['cancel', 'help', 'list-todos', 'list-issues'])
/** Intents that lead away from a question in between. */
const DIGRESSIONS: ReadonlySet<Intent> = new Set([
  'list-todos',
  'answer-issue',
  'query-status',
  'help',
  'complaint',
  'report-visit',
  'cancel',
])

/** The rules of what is noise, and of not knowing. */
export const SMALL_TALK = 'small-talk'
export const UNSURE = 'answer.unsure'

const CONSENT = { yes: 'confirm', no: 'deny', unsure: 'none' } as const

function only(turn: Turn, { key, span, how }: IntentMatch): Frame[] {
  return [
    new FrameBuilder(key, turn.normal, turn.names).explain(`intent.${key}.${how}`, span).build(),
  ]
}

/** The answer to the slot that was asked, if the message is one. */
function answer(turn: Turn, asked: Asked): Frame[] | undefined {
  const { normal, values, lexicons, names, dates } = turn
  const builder = new FrameBuilder(asked.intent, normal, names)
  if (isTextSlot(asked.slot)) {
    const whole: Span = { from: 0, to: normal.text.length }
    if (bareWords(normal.text) === '') return undefined
    if (asked.slot === 'opinion') return [builder.opinion(whole).build()]
    const [first] = nameWordsIn(
      masked(
        normal.text,
        values.map((v) => v.found.span),
      ),
      whole,
      lexicons,
    )
    if (!first && asked.slot === 'project' && pointsBack(normal)) builder.pointsBack()
    else builder.name(asked.slot, first ?? whole)
    for (const value of values) builder.value(value)
    return [builder.build()]
  }
  if (!isValueSlot(asked.slot)) return undefined
  const said = slotValue(asked.slot, normal.text, dates)
  if (!said) return undefined
  builder.value(said)
  const taken = said.found.span
  for (const value of values) {
    const isApart = value.found.span.to <= taken.from || taken.to <= value.found.span.from
    if (isApart && value.key !== said.key) builder.value(value)
  }
  return [builder.build()]
}

/** 「318万，另外二中操场到哪一步了」 to a question: the answer, and what follows it. */
function answerAndMore(turn: Turn, asked: Asked): Frame[] | undefined {
  const { normal, lexicons } = turn
  if (asked.slot === 'opinion') return undefined
  const clauses = clausesOf(normal.text)
  const rest = clauses.findIndex(({ text }) => {
    const said = spokenIntent(text.replace(JOINING, ''), lexicons.intents)
    return said !== undefined && DIGRESSIONS.has(said.key)
  })
  const at = clauses[rest]
  if (!at || rest === 0) return undefined
  const front = narrowed(turn, [{ from: at.from, to: normal.text.length }], 'inside')
  const said = eventsOf(front).length > 0 ? undefined : answer(front, asked)
  if (!said) return undefined
  const behind = narrowed(turn, [{ from: 0, to: at.from }], 'inside')
  return [...said, ...framesOf({ ...behind, context: undefined })]
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

/** All of a message is one thing. */
const wholly = ({ normal, names }: Turn, intent: Intent, rule: string): Frame[] => [
  new FrameBuilder(intent, normal, names)
    .explain(rule, { from: 0, to: normal.text.length })
    .build(),
]
const whollyNone = (turn: Turn, rule: string): Frame[] => wholly(turn, 'none', rule)

/** Whether a message greets, thanks or takes note, and does nothing else. */
function isSmallTalk(text: string, { smallTalk }: Lexicons): boolean {
  return smallTalk.has(bareWords(text).replace(/[\s，,。、!！]+/gu, ''))
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
    const consent = readConsent(text)
    const agreed = consent.kind === 'value' && asked.slot !== 'opinion' ? consent : undefined
    if (agreed?.value === 'unsure') return whollyNone(turn, UNSURE)
    if (isTextSlot(asked.slot) && asked.slot !== 'opinion') {
      // Names are words like any other: 「在吗」 and 「嗯」 are none all the same.
      if (isSmallTalk(text, lexicons)) return whollyNone(turn, SMALL_TALK)
      if (agreed?.value === 'yes') return wholly(turn, CONSENT.yes, agreed.rule)
    }
    const isReport = phrases.length > 0 && asked.slot !== 'opinion' && asked.slot !== 'event'
    const said =
      isReport || whole?.key === 'deny' || isNotYet(text) ? undefined : answer(turn, asked)
    if (said) return said
  }
  const both = asked && answerAndMore(turn, asked)
  if (both) return both
  if (whole) return only(turn, whole)
  if (context && context.slot !== 'opinion' && phrases.length === 0 && isNotYet(text))
    return [
      new FrameBuilder(context.intent, normal, turn.names)
        .negated()
        .explain('answer.not-yet', { from: 0, to: text.length })
        .build(),
    ]
  const bare = bareWords(text)
  if (isSmallTalk(text, lexicons)) return whollyNone(turn, SMALL_TALK)
  if (context?.slot === 'commit') {
    const consent = readConsent(text)
    if (consent.kind === 'value') return wholly(turn, CONSENT[consent.value], consent.rule)
  }
  if (bare === '' && /\p{Extended_Pictographic}|…|。{2}/u.test(text))
    return whollyNone(turn, SMALL_TALK)
  if (spoken?.key === 'correct') return [correction(turn, spoken.span, phrases)]
  // What follows is the answer's own text, whatever it speaks of.
  if (spoken?.key === 'answer-issue') return only(turn, spoken)
  if (spoken?.key === 'report-visit') return visitsAndMore(turn) ?? [visitFrame(turn, spoken)]
  // 「合同签了，昨天去了宏达公司，满意度5分」 tells of a visit only because it is scored.
  const scored = phrases.length > 0 && scoreValuesIn(text).length > 0 && visitsAndMore(turn)
  if (scored) return scored
  const questions = askedParts(text, phrases, lexicons.intents)
  if (questions.length > 0) return reportsAndQuestions(turn, questions)
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
  const same = phrases.length === 0 && sameQuestion(turn)
  if (same) return [same]
  if (phrases.length > 0) return asFirstAnswer(turn, reportFrames(turn, phrases))
  return withoutEvent(turn)
}

/** A fact that was done and is not denied outweighs a word of trouble beside it. */
function isPlainReport(phrases: readonly Phrase[]): boolean {
  return phrases.some((phrase) => !phrase.negated && !phrase.planned)
}

/** Words that voice input mishears are put right, character for character, so that positions stay. */
function normalised(text: string, { misheard }: Lexicons): Normalised {
  const normal = normalise(text.slice(0, LONGEST))
  const heard = misheard.reduce((all, [wrong, right]) => all.replaceAll(wrong, right), normal.text)
  return { ...normal, text: heard, original: text }
}

/**
 * What a message means: one frame per reported fact, question or request, at least one (`none`).
 * Pure, deterministic, milliseconds. Intents and events are told by the lexicons handed in;
 * every frame says which rule took which characters (`because`).
 */
export function understand(
  text: string,
  { today, lean = 'past', breaks, lexicons, names: known, context }: UnderstandOptions,
): Understanding {
  const names = known && searchedOnce(known)
  const normal = normalised(text, lexicons)
  const dates: DateOptions = { today, lean, ...(breaks && { breaks }) }
  const values = valuesIn(normal.text, dates)
  const turn: Turn = { normal, values, lexicons, names, today, dates, context }
  return { text, frames: framesOf(turn) }
}
