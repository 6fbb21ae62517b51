import { goBack } from './advancing.ts'
import { onText } from './answering.ts'
import { withLines } from './asking.ts'
import { pickByWords } from './choosing.ts'
import { exactCommand } from './commands.ts'
import type { Input, Session, TurnOutcome } from './exchange.ts'
import { onForm } from './forms.ts'
import type { Command, Host, Understanding } from './host.ts'
import { obeyIdle, offeredDrafts, turnAnswerPage } from './idle.ts'
import { keepWithoutConversation } from './keeping.ts'
import { listOf } from './listing.ts'
import type { Dialogues } from './load.ts'
import { openingsIn } from './openings.ts'
import { onPhoto } from './photos.ts'
import { refresh } from './refreshing.ts'
import { start } from './starting.ts'
import { type Outcome, Talk, told } from './talk.ts'
import { onTap } from './tapping.ts'
import { isAmong, plain } from './words.ts'

/**
 * One turn: what the person did, on the session as stored, gives what to say and what to store.
 * Nothing is changed in place; reading, recording and answering go through the host.
 */
export async function turn(
  input: Input,
  session: Session,
  host: Host,
  dialogues: Dialogues,
  now: Date,
): Promise<TurnOutcome> {
  const talk = new Talk(host, dialogues, session, now)
  const outcome = await handle(talk, input)
  talk.leaveBehind()
  const draftId = talk.active()?.id
  const reply = withLines(talk, outcome.reply)
  return {
    kind: outcome.kind,
    reply: draftId === undefined ? reply : { ...reply, draftId },
    drafts: talk.drafts,
    ...(talk.missed && { missed: true as const }),
    submissions: talk.submissions,
    ...(talk.problems && { problems: talk.problems }),
  }
}

async function handle(talk: Talk, input: Input): Promise<Outcome> {
  const changed = await refresh(talk, input)
  if (changed) return changed
  if (input.kind === 'photo') return onPhoto(talk, input.id)
  if (input.kind === 'tap') return onTap(talk, input)
  if (input.kind === 'form') return onForm(talk, input)
  const active = talk.active()
  const page = active && listOf(active) ? undefined : await answerPageByWords(talk, input.text)
  if (page) return page
  return active ? onText(talk, active, input.text) : onIdleText(talk, input.text)
}

async function answerPageByWords(talk: Talk, text: string): Promise<Outcome | undefined> {
  const { choosing } = talk.common
  const said = plain(text)
  if (isAmong(said, choosing['next-page'].words)) return turnAnswerPage(talk, 1)
  if (isAmong(said, choosing['previous-page'].words)) return turnAnswerPage(talk, -1)
  return undefined
}

/** Commands that give way when the message also opens something (“好的，合同签了”). */
const mild: readonly Command[] = ['confirm', 'deny', 'correct', 'smalltalk', 'help']

async function onIdleText(talk: Talk, text: string): Promise<Outcome> {
  const offered = offeredDrafts(talk)
  const pick = pickByWords(text, offered, talk.common.choosing)
  const picked = pick?.kind === 'picked' && talk.parked().find((draft) => draft.id === pick.id)
  if (picked) return goBack(talk, picked)
  const exact = exactCommand(talk, undefined, text)
  const obeyed = exact && (await obeyIdle(talk, exact))
  if (obeyed) return obeyed
  return respondIdle(talk, text, await talk.host.understand(text, {}))
}

async function respondIdle(
  talk: Talk,
  text: string,
  { command, frames }: Understanding,
): Promise<Outcome> {
  const openings = openingsIn(talk, frames)
  const kept = await keepWithoutConversation(talk, frames, text)
  if (command && !(mild.includes(command) && openings.length + kept.length > 0)) {
    const obeyed = await obeyIdle(talk, command)
    if (obeyed) return obeyed
  }
  if (openings.length > 0) {
    for (const line of kept) talk.say(line)
    return start(talk, openings)
  }
  if (kept.length > 0) return told('kept', kept.join('\n'))
  talk.missed = true
  return told('not-understood', talk.sentence(talk.common['not-understood']), talk.menuButtons())
}
