import type { Context, Frame, Understanding } from '../dialogue/index.ts'
import { compilePhrases, normalise, phrasesIn } from '../language/index.ts'
import type { ActionTurn } from './action.ts'

/** What opens the conversation about a contract's link. */
const RENEW_LINK = 'renew-link'

/**
 * Adds that a contract's standing link is to be withdrawn or renewed (「作废宏达公司的链接」「给宏达公司换个链接」): a name of
 * it and a verb in one clause, whichever comes first. Nothing is added while free words are asked for.
 */
export function withLinks(
  understood: Understanding,
  text: string,
  context: Context,
  { office }: Pick<ActionTurn, 'office'>,
): Understanding {
  const { names, renew, withdraw, around } = office.matterWords.link
  if (context.free !== undefined || !names.some((name) => text.includes(name))) return understood
  const entry = (key: string, verbs: readonly string[]) => ({
    key,
    words: names.flatMap((name) => verbs.flatMap((verb) => [`${name} ${verb}`, `${verb} ${name}`])),
  })
  const told = phrasesIn(
    normalise(text).text,
    compilePhrases([entry('RENEW', renew), entry('WITHDRAW', withdraw)]),
  ).filter(({ asked }) => !asked)
  // 「作废了重新发一个」 wants the new one.
  const found = told.find(({ key }) => key === 'RENEW') ?? told[0]
  if (!found) return understood
  const words = [...names, ...renew, ...withdraw, ...around].sort((a, b) => b.length - a.length)
  const page = words
    .reduce((left, word) => left.replaceAll(word, ' '), text)
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim()
  const frame: Frame = {
    intent: RENEW_LINK,
    slots: { how: found.key, ...(page !== '' && { page }) },
    text,
    ...(found.negated && { negated: true }),
    ...(found.planned && { planned: true }),
  }
  return { frames: [frame] }
}
