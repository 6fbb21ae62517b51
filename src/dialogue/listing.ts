import { proceed } from './advancing.ts'
import { ask } from './asking.ts'
import { type Pick, pickByWords, turnPage } from './choosing.ts'
import type { Choices, Draft } from './draft.ts'
import { take } from './taking.ts'
import type { Outcome, Talk } from './talk.ts'

/** The options on the table: of the slot asked, or of the slots to change. */
export function listOf(
  draft: Draft,
): { readonly name: string; readonly choices: Choices } | undefined {
  const { step } = draft
  const name = step.at === 'slot' ? step.slot : step.at
  const choices = draft.choices[name]
  const lists = ['slot', 'which-slot', 'which-row', 'undo-which']
  return choices && lists.includes(step.at) ? { name, choices } : undefined
}

/** Acts on a button or a command about the list on the table; undefined when there is none. */
export async function onList(
  talk: Talk,
  draft: Draft,
  command: 'next-page' | 'previous-page' | 'none-of-these',
): Promise<Outcome | undefined> {
  const list = listOf(draft)
  if (!list) return undefined
  if (command !== 'none-of-these')
    return onPick(talk, draft, { kind: 'page', by: command === 'next-page' ? 1 : -1 })
  return onPick(talk, draft, { kind: 'none-of-these' })
}

/** Acts on what was picked from the list on the table. */
export async function onPick(talk: Talk, draft: Draft, pick: Pick): Promise<Outcome | undefined> {
  const list = listOf(draft)
  if (!list) return undefined
  const { choosing } = talk.common
  switch (pick.kind) {
    case 'picked':
      return takePick(talk, draft, list.name, [pick.id])
    case 'page':
      if (!turnPage(list.choices, pick.by)) talk.say(choosing['no-further-page'])
      return ask(talk, draft)
    case 'none-of-these':
      if (draft.step.at === 'which-slot') return proceed(talk, draft)
      delete draft.choices[list.name]
      talk.say(talk.sentence(choosing['none-of-these'].say, draft))
      return draft.slots[list.name] ? proceed(talk, draft) : ask(talk, draft)
    case 'narrowed':
      draft.choices[list.name] = { ...list.choices, ...pick, total: pick.options.length, page: 0 }
      return ask(talk, draft)
  }
}

/** Takes over options picked by number, by word or on the card. */
export async function takePick(
  talk: Talk,
  draft: Draft,
  name: string,
  ids: readonly string[],
): Promise<Outcome> {
  if (name === 'which-slot') {
    delete draft.choices['which-slot']
    const [slot = ''] = ids
    delete draft.choices[slot]
    talk.moveTo(draft, { at: 'slot', slot, revising: true })
    return ask(talk, draft)
  }
  if (draft.step.at === 'undo-which') {
    const { submissions } = draft.step
    const picked = submissions.filter(({ draftId }) => ids.includes(draftId))
    talk.moveTo(draft, { at: 'undo-reason', submissions: picked.length > 0 ? picked : submissions })
    return ask(talk, draft)
  }
  await take(talk, draft, new Map([[name, { from: { option: ids.join(',') }, firm: true }]]))
  return proceed(talk, draft)
}

/** What a text picks from the list on the table. */
export function pickFromList(talk: Talk, draft: Draft, text: string): Pick | undefined {
  const list = listOf(draft)
  return list ? pickByWords(text, list.choices, talk.common.choosing) : undefined
}
