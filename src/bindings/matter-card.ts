import type { Button } from '../dialogue/index.ts'
import type { PushBody } from '../notify/index.ts'
import { ISSUE_END } from '../supervision/index.ts'
import { buttonCard, cardMessage } from '../wecom/index.ts'
import { isCredit } from './credits-owed.ts'
import type { KeptCard } from './kept-cards.ts'
import type { Matter } from './listed-matters.ts'
import { aboutMatter } from './matter-frames.ts'
import { wording } from './wording.ts'

/** What somebody may do about a matter. */
export interface MatterRights {
  /** Orders about it: 督办, 协调, 批注. */
  readonly oversees: boolean
  /** Speaks for its unit: 知晓, 说明情况, 求助. */
  readonly answers: boolean
  /** Reports it as done. */
  readonly reports: boolean
}

/** The buttons under a matter. */
export function matterButtons(
  { oversees, answers, reports }: MatterRights,
  item: Matter,
): Button[] {
  const button = (key: string, act: Parameters<typeof wording.say>[0]): Button => ({
    key: `reminder.${key}`,
    label: wording.say(act),
  })
  if (oversees)
    return [
      button('urge', 'button-urge'),
      button('coordinate', 'button-coordinate'),
      button('note', 'button-note'),
    ]
  if (!answers) return []
  return [
    ...(reports ? [button(doneKey(item), 'button-done')] : []),
    button('known', 'button-known'),
    button('explain', 'button-explain'),
    button('help', 'button-help'),
  ]
}

/** The button that reports the matter as done, by the conversation that it opens. */
function doneKey(item: Matter): string {
  if (item.kind === 'clock' && isCredit(item.ends)) return 'credit'
  if (item.kind !== 'clock' || !item.duty) return 'done'
  return item.duty.visit === undefined ? 'duty' : 'visit'
}

/** A reminder of one matter as a card. */
export interface MatterCard extends Pick<KeptCard, 'taskId' | 'remembered'> {
  readonly body: PushBody
}

/** Characters that WeCom shows of a card's title and text (doc 90236): what is longer goes as a text. */
const TITLE = 36
const TEXT = 160

/** The card; undefined where WeCom would cut its words. */
export function matterCard(
  { item, head, line }: { readonly item: Matter; readonly head: string; readonly line: string },
  rights: MatterRights,
  taskId: string,
): MatterCard | undefined {
  if ([...head].length > TITLE || [...line].length > TEXT) return undefined
  // An issue is answered in words (「答复求助3：…」): it has no step that a button could report.
  if (item.kind === 'clock' && item.ends === ISSUE_END) return undefined
  const buttons = matterButtons(rights, item)
  const card = buttonCard({
    title: head,
    text: line,
    taskId,
    buttons: buttons.map(({ key, label }) => ({ key, text: label })),
  })
  return {
    taskId,
    // Cards are built of plain JSON values only; TypeScript sees `unknown` in them.
    body: cardMessage(card) as unknown as PushBody,
    remembered: {
      labels: Object.fromEntries(buttons.map(({ key, label }) => [key, label])),
      about: aboutMatter(item),
    },
  }
}
