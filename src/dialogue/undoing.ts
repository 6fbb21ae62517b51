import { finish, proceed } from './advancing.ts'
import { ask } from './asking.ts'
import { durationMs } from './definition.ts'
import type { Draft, Submission } from './draft.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** Begins to take back the last submission: asks which, where several were made together, and why, which may stay unanswered. */
export async function beginUndo(talk: Talk): Promise<Outcome> {
  const submissions = talk.lastOnes()
  const [last] = submissions
  const dialogue = last && talk.dialogues.byId.get(last.dialogue)
  if (!last || dialogue?.kind !== 'report') return told('nothing-open', talk.common.undo.nothing)
  const after = dialogue.corrections['after-submit']
  if ('stays' in after)
    return told('refused', talk.sentence(after.stays, undefined, talk.submitted(submissions)))
  if (talk.now.getTime() - Date.parse(last.at) > durationMs(after.within)) {
    const text = talk.sentence(after['too-late'], undefined, talk.submitted(submissions))
    return told('refused', text, [{ key: 'human', label: talk.common.human.label }])
  }
  const draft = talk.begin(dialogue, { back: true })
  const at = submissions.length > 1 ? 'undo-which' : 'undo-reason'
  talk.moveTo(draft, { at, submissions })
  return ask(talk, draft)
}

/** Takes the submissions back, with or without a reason. */
export async function finishUndo(
  talk: Talk,
  draft: Draft,
  reason: string | undefined,
): Promise<Outcome> {
  if (draft.step.at !== 'undo-reason') return proceed(talk, draft)
  const undone: boolean[] = []
  const texts: string[] = []
  for (const submission of draft.step.submissions) {
    const { done, text } = await undoOne(talk, submission, reason)
    undone.push(done)
    texts.push(text)
  }
  const [ending, kind] = undone.includes(true)
    ? (['undone', 'undone'] as const)
    : (['denied', 'refused'] as const)
  return finish(talk, draft, ending, told(kind, texts.join('\n')))
}

async function undoOne(
  talk: Talk,
  submission: Submission,
  reason: string | undefined,
): Promise<{ readonly done: boolean; readonly text: string }> {
  const dialogue = talk.dialogues.byId.get(submission.dialogue)
  if (dialogue?.kind !== 'report') return { done: false, text: talk.common.undo.nothing }
  const after = dialogue.corrections['after-submit']
  if ('stays' in after)
    return {
      done: false,
      text: talk.sentence(after.stays, undefined, talk.submitted([submission])),
    }
  const undo = await talk.host.undo(after.do, submission, reason)
  const texts = { ...talk.submitted([submission]), ...undo.filling }
  const sentence = { done: after.say, again: after.again, refused: after.refused }[undo.kind]
  return { done: undo.kind === 'done', text: talk.sentence(sentence, undefined, texts) }
}
