import { type Clause, clausesOf } from './clauses.ts'
import { type IntentMatch, spokenIntent } from './intents.ts'
import type { IntentWords } from './lexicons.ts'
import type { Phrase } from './phrases.ts'
import { overlaps, type Span } from './reading.ts'
import type { Intent } from './understanding-schema.ts'

/** A question inside a message that also reports: where it stands, and what tells it. */
export interface AskedPart extends Span {
  readonly match: IntentMatch
}

const QUESTIONS: ReadonlySet<Intent> = new Set(['query-status', 'list-todos'])
/** Joins a question to what was said before, and is no part of it. */
export const JOINING = /^(?:另外|还有|顺便|对了|再|然后|麻烦)*/

/** The question that a clause asks; its text is the one without masks. */
export function questionIn(clause: Clause, intents: readonly IntentWords[]): AskedPart | undefined {
  const lead = JOINING.exec(clause.text)?.[0].length ?? 0
  const match = spokenIntent(clause.text.slice(lead), intents)
  if (!match || !QUESTIONS.has(match.key)) return undefined
  const by = clause.from + lead
  const span = { from: by + match.span.from, to: by + match.span.to }
  return { from: clause.from, to: clause.to, match: { ...match, span } }
}

/**
 * The questions of a message that reports as well: 「合同签了，另外二中操场到哪一步了」. None where
 * the message only asks, or where the reported clause is the one that asks.
 */
export function askedParts(
  text: string,
  phrases: readonly Phrase[],
  intents: readonly IntentWords[],
): AskedPart[] {
  const parts = clausesOf(text).flatMap((clause) => questionIn(clause, intents) ?? [])
  const isOutside = (phrase: Phrase): boolean =>
    !phrase.asked && !parts.some((part) => overlaps(part, phrase.span))
  return phrases.some(isOutside) ? parts : []
}

/** The text with everything outside (or inside) the stretches made of clause marks; positions stay. */
export function blanked(text: string, spans: readonly Span[], which: 'inside' | 'outside'): string {
  return [...Array(text.length).keys()]
    .map((at) => {
      const isInside = spans.some((span) => span.from <= at && at < span.to)
      return isInside === (which === 'inside') ? '，' : (text[at] ?? '')
    })
    .join('')
}

/** Words for something spoken of before: it has no name of its own in this clause. */
const POINTING =
  /(?:刚才|刚刚|上面|前面)(?:说|提|报)?(?:的|过的)?(?:那|这)?个?|[那这]个?(?:项目|工程|合同|采购|活儿?)|那个|这个|[该此](?:项目|工程|合同)|上(?:一)?个(?:项目|工程)|(?<![其吉])它/

/** Whether a clause points at what was last spoken of: 那个、它、刚才那个项目. */
export function pointsBack({ text }: Pick<Clause, 'text'>): boolean {
  return POINTING.test(text)
}
