import type { Context, Frame, Understanding } from '../dialogue/index.ts'
import { compilePhrases, normalise, phrasesIn } from '../language/index.ts'
import type { ActionTurn } from './action.ts'
import { isWhole } from './comprehension.ts'

/** What opens the conversation about a credit evaluation. */
export const REPORT_CREDIT = 'report-credit'

const KEY = 'CREDIT'

/**
 * Adds that a credit evaluation was made on the provincial platform (「一中教学楼的信用评价做了」): a name of it and a
 * word of doing in one clause, told apart from denials, plans and questions like any other fact.
 */
export function withCredit(
  understood: Understanding,
  text: string,
  context: Context,
  { office }: Pick<ActionTurn, 'office'>,
): Understanding {
  const { names, done } = office.matterWords.credit
  const name = names.find((word) => text.includes(word))
  if (name === undefined || context.free === 'words') return understood
  if (asksForList(text, office.matterWords.credit))
    return { frames: [{ intent: 'list-credit', slots: {}, text }] }
  const words = names.flatMap((one) => done.map((verb) => `${one} ${verb}`))
  const [told] = phrasesIn(normalise(text).text, compilePhrases([{ key: KEY, words }])).filter(
    ({ asked }) => !asked,
  )
  if (!told) return understood
  const date = understood.frames.find(({ slots }) => slots.date !== undefined)?.slots.date
  const before = text.slice(0, text.indexOf(name))
  const project = wordsBefore(before, office.matterWords.credit.around)
  const frame: Frame = {
    intent: REPORT_CREDIT,
    slots: { ...(project !== '' && { project }), ...(date !== undefined && { date }) },
    text,
    ...(told.negated && { negated: true }),
    ...(told.planned && { planned: true }),
  }
  return context.free && !isWhole(frame) ? understood : { frames: [frame] }
}

/** Nothing but its name and words of asking: 「信用评价」「信用评价还有哪些没做」. */
function asksForList(
  text: string,
  { names, list }: { readonly names: readonly string[]; readonly list: readonly string[] },
): boolean {
  const byLength = [...names, ...list].sort((a, b) => b.length - a.length)
  const left = byLength.reduce((rest, word) => rest.replaceAll(word, ''), text)
  return left.replace(/[\s\p{P}]/gu, '') === ''
}

/** What may name a project in the words before a fact: those around it taken out. */
export function wordsBefore(before: string, around: readonly string[]): string {
  return around
    .reduce((left, word) => left.replaceAll(word, ''), before)
    .replace(/[的\s，,。]+$/u, '')
}
