import type { Day } from '../base/index.ts'
import { type Clause, clausesOf, masked } from './clauses.ts'
import { FrameBuilder, type KnownNames } from './frame-builder.ts'
import type { Frame } from './frames.ts'
import type { Lexicons } from './lexicons.ts'
import { pointsBack } from './message-parts.ts'
import { namedTogether } from './named-together.ts'
import type { Normalised } from './normalise.ts'
import { type Phrase, phrasesIn } from './phrases.ts'
import type { Span } from './reading.ts'
import { type NameWords, nameWordsIn } from './residual.ts'
import type { MessageValue } from './values-in-message.ts'

/** What the frames of a message are made from. */
export interface Message {
  readonly normal: Normalised
  /** Dates, sums and shares. */
  readonly values: readonly MessageValue[]
  readonly lexicons: Lexicons
  readonly names: KnownNames | undefined
  readonly today: Day
}

/** The events a message speaks of. */
export function eventsOf({ normal, values, lexicons }: Message): Phrase[] {
  const spans = values.map((one) => one.found.span)
  return phrasesIn(masked(normal.text, spans), lexicons.events)
}

const distance = (a: Span, b: Span): number =>
  a.to <= b.from ? b.from - a.to : b.to <= a.from ? a.from - b.to : 0

/** Of several events in one clause, a date belongs to the verb after it, a sum or share to the one before it. */
function ownerOf(value: MessageValue, phrases: readonly Phrase[]): Phrase | undefined {
  const { span } = value.found
  const end = (phrase: Phrase): number => phrase.parts.at(-1)?.to ?? phrase.span.to
  const preferred =
    value.key === 'date'
      ? phrases.filter((phrase) => end(phrase) >= span.to)
      : phrases.filter((phrase) => phrase.span.from <= span.from)
  const pool = preferred.length > 0 ? preferred : phrases
  const gap = (phrase: Phrase): number =>
    Math.min(...phrase.parts.map((part) => distance(part, span)))
  return [...pool].sort((a, b) => gap(a) - gap(b))[0]
}

/** The event a value belongs to: one of its own clause, else of the clause before, else of the next. */
function eventOf(
  value: MessageValue,
  clauses: readonly Clause[],
  phrases: readonly Phrase[],
): Phrase | undefined {
  const at = clauses.findIndex(
    (c) => c.from <= value.found.span.from && value.found.span.from < c.to,
  )
  const own = phrases.filter((phrase) => phrase.clause === at)
  if (own.length > 0) return ownerOf(value, own)
  const before = phrases.filter((phrase) => phrase.clause < at)
  // A date that stands alone before the first event is that event's: 「9月1号，一中签了合同」.
  return before.at(-1) ?? phrases[0]
}

/** The names that a stretch of a message speaks of. */
export interface SpokenNames {
  readonly project?: NameWords
  readonly party?: NameWords
}

/** Tells the party among the leftover words by its ending or by the word before it; the longest rest is the project. */
export function namesAmong(
  words: readonly NameWords[],
  text: string,
  lexicons: Lexicons,
): SpokenNames {
  const isCued = (one: NameWords): boolean => {
    const before = text.slice(0, one.from).trimEnd()
    return lexicons.partyCues.some((cue) => before.endsWith(cue))
  }
  // An ending alone is no name: 「物业合同」 speaks of a project.
  const isEnded = (one: NameWords): boolean =>
    lexicons.partyEndings.some(
      (ending) => one.text.endsWith(ending) && one.text.length > ending.length + 1,
    )
  const party = words.find(isCued) ?? words.find(isEnded)
  const rest = words.filter((one) => one !== party)
  const project = [...rest].sort((a, b) => b.text.length - a.text.length)[0]
  return { ...(project && { project }), ...(party && { party }) }
}

/** The names of one clause, apart from its values and verbs. */
export function namesInClause(
  message: Message,
  phrases: readonly Phrase[],
  clause: Clause,
): SpokenNames {
  const { normal, values, lexicons } = message
  const spans = [
    ...values.map((one) => one.found.span),
    ...phrases.flatMap((phrase) => phrase.parts),
  ]
  const text = masked(normal.text, spans)
  // A cue cuts the words before it from the party behind it: 「一中教学楼由宏达中标」.
  const cues = [...lexicons.partyCues, ...lexicons.opinionCues]
    .filter((cue) => clause.text.includes(cue))
    .map((cue) => {
      const from = clause.from + clause.text.indexOf(cue)
      return { from, to: from + cue.length }
    })
  return namesAmong(nameWordsIn(masked(text, cues), clause, lexicons), normal.text, lexicons)
}

/** One frame per event that the message reports, in the order of speaking. */
export function reportFrames(message: Message, phrases: readonly Phrase[]): Frame[] {
  const { normal, values, lexicons, names, today } = message
  const clauses = clausesOf(
    masked(
      normal.text,
      values.map((one) => one.found.span),
    ),
  )
  const begun = (phrase: Phrase): FrameBuilder => {
    const intent = phrase.asked
      ? 'query-status'
      : (lexicons.intentOf.get(phrase.key) ?? 'report-stage')
    const builder = new FrameBuilder(intent, normal, names).event(phrase.key, phrase.span)
    if (phrase.negated) builder.negated()
    if (phrase.planned && !phrase.asked) builder.planned()
    return builder
  }
  const builders = new Map(phrases.map((phrase) => [phrase, begun(phrase)] as const))
  /** The same event of further projects. A sum or share said once belongs to none of them. */
  const further = new Map<Phrase, FrameBuilder[]>()
  const owned = new Map<MessageValue, Phrase>()
  for (const value of values) {
    const owner = eventOf(value, clauses, phrases)
    if (owner) builders.get(owner)?.value(value)
    if (owner) owned.set(value, owner)
  }
  let spoken: SpokenNames = {}
  clauses.forEach((clause, number) => {
    const here = phrases.filter((phrase) => phrase.clause === number)
    // What stands before the first event may name its project: 「一中教学楼，合同昨天签了」.
    const isLeading = phrases.every((phrase) => phrase.clause >= number)
    if (here.length === 0 && !isLeading) {
      const { party, project } = namesInClause(message, phrases, clause)
      const last = phrases.findLast((phrase) => phrase.clause < number)
      const builder = last && builders.get(last)
      if (party && builder && !builder.has('party')) builder.name('party', party)
      // 「合同签好了，二中操场的」 names it afterwards.
      const isAfterthought = !spoken.project && clause.text.trimEnd().endsWith('的')
      if (project && builder && isAfterthought) builder.projectOrParty(project)
      return
    }
    const own = namesInClause(message, phrases, clause)
    spoken = own.project ? own : { ...spoken, ...own }
    const nameIn = (before: Clause) => namesInClause(message, phrases, before).project
    const [first = spoken.project, ...others] = own.project
      ? namedTogether(normal.text, clauses, number, own.project, nameIn, names)
      : []
    for (const phrase of here) {
      const builder = builders.get(phrase)
      if (first) builder?.projectOrParty(first)
      else if (pointsBack(clause)) builder?.pointsBack()
      if (own.party) builder?.name('party', own.party)
      further.set(
        phrase,
        others.map((other) => begun(phrase).name('project', other)),
      )
    }
  })
  for (const [phrase, others] of further)
    if (others.length > 0) builders.get(phrase)?.withoutShared()
  for (const [value, phrase] of owned)
    if (value.key === 'date') for (const other of further.get(phrase) ?? []) other.value(value)
  const all = [...builders].flatMap(([phrase, builder]) =>
    [builder, ...(further.get(phrase) ?? [])].map((one) => [phrase, one] as const),
  )
  for (const [phrase, builder] of all) {
    // What lies ahead cannot have been done, however it is said.
    if (!phrase.asked && builder.day !== undefined && builder.day > today) builder.planned()
  }
  return merged(all.map(([, builder]) => builder.build()))
}

const TOLD = ['date', 'amount', 'percent', 'project', 'party'] as const

/** Whether two frames can tell of the same fact: same event, same mood, nothing that differs. */
function isSameFact(a: Frame, b: Frame): boolean {
  return (
    a.event === b.event &&
    a.intent === b.intent &&
    a.negated === b.negated &&
    a.planned === b.planned &&
    TOLD.every((key) => a[key] === undefined || b[key] === undefined || a[key] === b[key])
  )
}

/** 「定标了，宏达公司中标」 is one fact said twice. */
function merged(frames: readonly Frame[]): Frame[] {
  const result: Frame[] = []
  for (const frame of frames) {
    const at = result.findIndex((other) => isSameFact(other, frame))
    const other = result[at]
    if (other) result[at] = { ...other, ...frame, because: [...other.because, ...frame.because] }
    else result.push(frame)
  }
  return result
}
