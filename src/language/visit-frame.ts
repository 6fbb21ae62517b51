import { clausesOf, masked } from './clauses.ts'
import { FrameBuilder } from './frame-builder.ts'
import type { Frame } from './frames.ts'
import type { IntentMatch } from './intents.ts'
import type { Span } from './reading.ts'
import type { Message } from './report-frames.ts'
import { nameWordsIn } from './residual.ts'
import { scoreValuesIn } from './values-in-message.ts'

/** Where an opinion is quoted: behind its cue, to the end of the sentence or to a clause that only scores. */
export function opinionSpan({
  normal,
  lexicons,
}: Pick<Message, 'normal' | 'lexicons'>): Span | undefined {
  const { text } = normal
  const place = (cues: readonly string[]) =>
    cues
      .map((cue) => ({ cue, at: text.indexOf(cue) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.cue.length - a.cue.length)[0]
  const said = place(lexicons.opinionCues)
  const kept = place(lexicons.opinionCuesKept)
  if (!said && !kept) return undefined
  const isKept = kept !== undefined && (!said || kept.at < said.at)
  const from = isKept ? kept.at : (said?.at ?? 0) + (said?.cue.length ?? 0)
  const lead = /^(?:[\s，,：:]|是|为|说|了|的是|有)*/.exec(text.slice(from))?.[0].length ?? 0
  const start = isKept ? from : from + lead
  const stop = /[。;；\n]/.exec(text.slice(start))?.index ?? text.length - start
  let end = start + stop
  for (const clause of clausesOf(text.slice(start, end)).reverse()) {
    const isScore = /满意度|打.{0,2}分|给.{0,2}分|^[\s]*\d\s?分/.test(clause.text)
    if (!isScore || clause.from === 0) break
    end = start + clause.from
  }
  const words = text.slice(start, end).replace(/[\s，,。.!！]+$/, '')
  return words === '' ? undefined : { from: start, to: start + words.length }
}

/** Whether the visited one is a purchasing unit: by the index that knows it, else by the ending of its name. */
function isUnit(words: string, { names, lexicons }: Message): boolean {
  const unit = names?.unit?.find(words, names.options?.unit)
  const party = names?.party?.find(words, names.options?.party)
  const [u, p] = [unit?.matches[0]?.score ?? 0, party?.matches[0]?.score ?? 0]
  if (unit?.level !== 'unknown' && u > p) return unit !== undefined
  if (party && party.level !== 'unknown') return false
  return lexicons.unitEndings.some((ending) => words.endsWith(ending))
}

/** Every word that tells of visiting: 「去了宏达建设座谈」 visits 宏达建设. */
export function visitWords({ normal, lexicons }: Pick<Message, 'normal' | 'lexicons'>): Span[] {
  const words = lexicons.intents.find(({ key }) => key === 'report-visit')?.contains ?? []
  return words.flatMap((word) => {
    const from = normal.text.indexOf(word)
    return from < 0 ? [] : [{ from, to: from + word.length }]
  })
}

/** A reported visit: one frame, whatever the opinion it quotes speaks of. */
export function visitFrame(message: Message, match: IntentMatch): Frame {
  const { normal, values, lexicons, names } = message
  const builder = new FrameBuilder('report-visit', normal, names).explain(
    'intent.report-visit',
    match.span,
  )
  const opinion = opinionSpan(message)
  const isQuoted = (span: Span): boolean =>
    opinion !== undefined && opinion.from <= span.from && span.to <= opinion.to
  const scores = scoreValuesIn(normal.text).filter((one) => !isQuoted(one.found.span))
  const own = values.filter((one) => !isQuoted(one.found.span))
  for (const value of own) if (value.key === 'date') builder.value(value)
  const exact = scores.find((one) => one.found.rule !== 'satisfaction.words') ?? scores[0]
  if (exact) builder.value(exact)
  if (opinion) builder.opinion(opinion)
  const spans = [
    ...own.map((one) => one.found.span),
    ...scores.map((one) => one.found.span),
    ...(opinion ? [{ from: Math.max(0, opinion.from), to: normal.text.length }] : []),
    match.span,
    ...visitWords(message),
  ]
  const text = masked(normal.text, spans)
  const clauses = clausesOf(
    masked(
      normal.text,
      values.map((one) => one.found.span),
    ),
  )
  const here = clauses.find((c) => c.from <= match.span.from && match.span.from < c.to)
  const words = here ? nameWordsIn(text, here, lexicons) : []
  const target = words.find((one) => one.from >= match.span.to) ?? words[0]
  if (target) builder.name(isUnit(target.text, message) ? 'unit' : 'party', target)
  return builder.build()
}
