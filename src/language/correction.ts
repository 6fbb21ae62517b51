import { masked } from './clauses.ts'
import { FrameBuilder } from './frame-builder.ts'
import type { Frame } from './frames.ts'
import type { Phrase } from './phrases.ts'
import type { Span } from './reading.ts'
import { isRejected } from './rejection.ts'
import { namesAmong } from './report-frames.ts'
import { nameWordsIn } from './residual.ts'
import { isValueSlot, slotValue } from './slot-answer.ts'
import type { Turn } from './turn.ts'
import { scoreValuesIn } from './values-in-message.ts'

/** 「不对，是12万5」「不是16号是18号」「项目改成二中操场」: the values and names that are to hold instead. */
export function correction(turn: Turn, span: Span, phrases: readonly Phrase[]): Frame {
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
  const said = isMissing ? slotValue(slot, rest, turn.dates) : undefined
  const bare =
    said ??
    (values.length === 0 && /^\d[\d.,]*$/.test(rest)
      ? slotValue('amount', rest, turn.dates)
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
