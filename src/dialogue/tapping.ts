import { goBack } from './advancing.ts'
import { ask } from './asking.ts'
import { obey } from './commands.ts'
import type { Draft } from './draft.ts'
import type { Input } from './exchange.ts'
import type { Command } from './host.ts'
import { alreadyDone, obeyIdle, turnAnswerPage } from './idle.ts'
import { listOf, takePick } from './listing.ts'
import { onPickedRow } from './rows.ts'
import { start } from './starting.ts'
import { type Outcome, type Talk, told } from './talk.ts'

type Tap = Extract<Input, { kind: 'tap' }>

/** Commands that a button may carry; the last row does not depend on the draft of its card. */
const commands: readonly Command[] = [
  'cancel',
  'skip',
  'later',
  'repeat',
  'change',
  'confirm',
  'deny',
  'next-page',
  'previous-page',
  'none-of-these',
]
const everywhere: readonly Command[] = ['resume', 'help', 'human', 'undo']

/** A tap on a card. A stale card never acts; a second confirmation says that it is on record. */
export async function onTap(talk: Talk, tap: Tap): Promise<Outcome> {
  const { key, card } = tap
  const done = talk.lastOnes().some(({ draftId }) => draftId === card.draftId)
  if (key === 'confirm' && done) return alreadyDone(talk) ?? stale(talk)
  if (card.state === 'stale') return stale(talk)
  const dialogue = talk.dialogues.forButton(key)
  // Which of a conversation's buttons it was, a slot may ask by this name.
  if (dialogue) return start(talk, [{ dialogue, frame: { slots: { ...tap.about, tapped: key } } }])
  const active = talk.active()
  const command = [...commands, ...everywhere].find((name) => name === key)
  if (command && everywhere.includes(command))
    return (
      (active ? await obey(talk, active, command) : await obeyIdle(talk, command)) ?? stale(talk)
    )
  if (card.draftId !== undefined && card.draftId !== active?.id)
    return otherDraft(talk, active, card.draftId)
  if (key === 'choose') return choose(talk, active, tap.selected ?? [])
  if (!command) return stale(talk)
  const by = key === 'next-page' ? 1 : key === 'previous-page' ? -1 : undefined
  const page =
    by !== undefined && !(active && listOf(active)) ? await turnAnswerPage(talk, by) : undefined
  if (page) return page
  if (!active) return (await obeyIdle(talk, command)) ?? stale(talk)
  const obeyed = await obey(talk, active, command)
  if (obeyed) return obeyed
  talk.say(talk.common['stale-card'])
  return ask(talk, active)
}

/** A card of a draft that was put aside only brings that draft back. */
async function otherDraft(talk: Talk, active: Draft | undefined, id: string): Promise<Outcome> {
  const parked = talk.parked().find((draft) => draft.id === id)
  if (!parked) return stale(talk)
  if (active) active.parked = true
  return goBack(talk, parked)
}

async function choose(
  talk: Talk,
  active: Draft | undefined,
  ids: readonly string[],
): Promise<Outcome> {
  if (!active) {
    const offered = talk.parked().find((draft) => draft.offered && ids.includes(draft.id))
    return offered ? goBack(talk, offered) : stale(talk)
  }
  const list = listOf(active)
  const known = list?.choices.options.filter((option) => ids.includes(option.id)) ?? []
  if (!list || (ids.length > 0 && known.length === 0)) {
    talk.say(talk.common['stale-card'])
    return ask(talk, active)
  }
  if (known.length === 0) return ask(talk, active)
  if (list.name === 'which-row') return onPickedRow(talk, active, known[0]?.id ?? '')
  return takePick(
    talk,
    active,
    list.name,
    known.map((option) => option.id),
  )
}

function stale(talk: Talk): Outcome {
  const open = talk.active() !== undefined || talk.parked().length > 0
  const resume = { key: 'resume', label: talk.common.resume.label }
  return told('stale', talk.sentence(talk.common['stale-card']), open ? [resume] : [])
}
