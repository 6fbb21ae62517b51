import { answerPage, goBack } from './advancing.ts'
import { shownOptions } from './choosing.ts'
import { callHuman, cancel } from './commands.ts'
import type { Choices } from './draft.ts'
import type { Command } from './host.ts'
import { type Outcome, type Talk, told } from './talk.ts'
import { beginUndo } from './undoing.ts'

/** Turns the page of the answer that was read last. */
export async function turnAnswerPage(talk: Talk, by: 1 | -1): Promise<Outcome | undefined> {
  const draft = talk.reading()
  const dialogue = draft && talk.dialogueOf(draft)
  if (!draft || dialogue?.kind !== 'answer' || draft.step.at !== 'reading') return undefined
  const page = Math.max(0, draft.step.page + by)
  return answerPage(talk, draft, dialogue.answer.do, page)
}

/** Obeys a command while nothing is active. */
export async function obeyIdle(talk: Talk, command: Command): Promise<Outcome | undefined> {
  const { common, session } = talk
  const parked = talk.parked()
  const [only] = parked
  switch (command) {
    case 'cancel':
      if (only && parked.length === 1) return cancel(talk, only)
      return nothingOpen(talk, common.cancel.nothing)
    case 'skip':
    case 'later':
    case 'repeat':
      return nothingOpen(talk, common[command].nothing)
    case 'resume':
      return resume(talk)
    case 'help':
      return told('helped', talk.sentence(common.help.menu), talk.menuButtons())
    case 'human':
      return callHuman(talk, undefined)
    case 'undo':
      return beginUndo(talk)
    case 'change':
    case 'correct':
    case 'deny': {
      if (command === 'deny' && !session.last) return nothingOpen(talk, common.confirm.nothing)
      const undo = session.last ? [{ key: 'undo', label: common.undo.label }] : []
      return told('nothing-open', talk.sentence(common.change.nothing), undo)
    }
    case 'confirm':
      return alreadyDone(talk) ?? nothingOpen(talk, common.confirm.nothing)
    case 'smalltalk':
    case 'unsure':
      return told('helped', talk.sentence(common.smalltalk))
    default:
      return undefined
  }
}

/** A second confirmation of what is recorded already. */
export function alreadyDone(talk: Talk): Outcome | undefined {
  const last = talk.lastOnes()
  if (last.length === 0) return undefined
  const texts = talk.submitted(last)
  return told('duplicate', talk.sentence(talk.common.confirm.already, undefined, texts))
}

function nothingOpen(talk: Talk, sentence: string): Outcome {
  const waiting = talk.parked().length > 0
  return told(
    'nothing-open',
    talk.sentence(sentence),
    waiting ? [{ key: 'resume', label: talk.common.resume.label }] : [],
  )
}

/** Takes up what was put aside; of several it asks which. */
export async function resume(talk: Talk): Promise<Outcome> {
  const { common } = talk
  const parked = talk.parked()
  const [first, ...others] = parked
  if (!first) return told('nothing-open', talk.sentence(common.resume.nothing))
  if (others.length === 0) return goBack(talk, first)
  for (const [i, draft] of parked.entries()) draft.offered = i + 1
  talk.keepsOffer = true
  const choices = offeredDrafts(talk)
  const text = talk.sentence(common.resume.which, undefined, { count: String(parked.length) })
  return {
    kind: 'asked',
    reply: {
      text,
      buttons: [{ key: 'choose', label: common.choosing.take, style: 1 }],
      options: shownOptions(choices),
    },
  }
}

/** The parked drafts offered last, as a list to pick from. */
export function offeredDrafts(talk: Talk): Choices {
  const options = talk
    .parked()
    .filter((draft) => draft.offered !== undefined)
    .map((draft) => ({ id: draft.id, label: talk.sentence('{brief}', draft) }))
  return { options, total: options.length, said: '', why: 'listed', page: 0 }
}
