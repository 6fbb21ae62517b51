import { keepRemarks } from '../cases/index.ts'
import type { Slots } from '../dialogue/index.ts'
import { acknowledgePush } from '../notify/index.ts'
import { can } from '../people/index.ts'
import {
  factsCounter,
  factWords,
  footnote,
  itemWords,
  matterKey,
  matterOf,
  remarksAbout,
} from '../supervision/index.ts'
import type { ActionTurn, AnswerAction } from './action.ts'
import { matterOfId } from './kinds-matter.ts'
import type { Matter } from './listed-matters.ts'
import { matterButtons } from './matter-card.ts'
import { aboutMatter } from './matter-frames.ts'
import { remarkWords } from './remark-words.ts'
import { wording } from './wording.ts'

const chosen = async (slots: Slots, { look }: ActionTurn): Promise<Matter | undefined> =>
  typeof slots.matter?.value === 'string' ? matterOfId(slots.matter.value, look) : undefined

/**
 * 知晓: of one matter, or of all that the last list shows. It is what the person says, no fact of the ledger, so it
 * needs no confirmation; said twice it stands once.
 */
export const acknowledge: AnswerAction = async (slots, _page, turn) => {
  const { tx, person, at, saidIn } = turn.occasion
  const one = await chosen(slots, turn)
  const listed = await turn.look.listed()
  const matters = one ? [one] : listed.lines.flatMap((line) => line ?? [])
  if (matters.length === 0) return { text: wording.say('known-none') }
  const remarks = matters.map((item) => ({
    ...matterOf(item),
    kind: 'KNOWN' as const,
    personId: person.id,
    onceKey: `${saidIn} ${matterKey(matterOf(item))}`,
  }))
  await keepRemarks(tx, remarks, at)
  if (listed.pushId !== undefined) await acknowledgePush(tx, listed.pushId)
  return {
    text:
      one && slots.matter
        ? wording.say('known-one', { matter: slots.matter.label })
        : wording.say('known-all', { count: matters.length }),
  }
}

/** One matter with what was said of it, and what can be done about it. */
export const pickMatter: AnswerAction = async (slots, _page, turn) => {
  const item = await chosen(slots, turn)
  if (!item) return { text: wording.say('known-none') }
  const { tx, person, at } = turn.occasion
  const { today } = turn.look
  const remarks = await remarksAbout(tx, [item], at)
  const own = remarks.filter((remark) => matterKey(remark) === matterKey(matterOf(item)))
  const facts = (await factsCounter(tx, [item]))([item])
  const { lines } = await turn.look.listed()
  const n = lines.findIndex(
    (line) => line && matterKey(matterOf(line)) === matterKey(matterOf(item)),
  )
  return {
    text: [
      itemWords(item, n + 1 || 1, today, true),
      ...own.map((remark) => remarkWords(remark, today)),
      footnote([item]),
      factWords(facts, 'facts-one'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    buttons: matterButtons(
      {
        oversees: can(person, 'supervise'),
        answers: can(person, 'answer-for-unit'),
        reports: can(person, 'report-stage'),
      },
      item,
    ),
    about: aboutMatter(item),
  }
}
