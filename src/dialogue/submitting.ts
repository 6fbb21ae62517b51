import { officeDay, officeTime } from '../base/index.ts'
import { finish, proceed } from './advancing.ts'
import { ask } from './asking.ts'
import { durationMs, type ReportDialogue } from './definition.ts'
import type { Draft } from './draft.ts'
import { relevantSlots } from './relevance.ts'
import { briefOf } from './speech.ts'
import { type Outcome, type Talk, told } from './talk.ts'

function reportOf(talk: Talk, draft: Draft): ReportDialogue {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report') throw new Error(`${dialogue.id} cannot be submitted`)
  return dialogue
}

/** Submits a confirmed draft. */
export async function submit(talk: Talk, draft: Draft): Promise<Outcome> {
  const dialogue = reportOf(talk, draft)
  const { say } = dialogue.submit
  const act = await talk.host.act(dialogue.submit.do, relevantSlots(dialogue, draft), draft)
  const text = (sentence: string) => talk.sentence(sentence, draft, act.filling)
  switch (act.kind) {
    case 'done': {
      const when = act.filling.at ?? `${officeDay(talk.now)} ${officeTime(talk.now)}`
      talk.submission = {
        id: act.id,
        dialogue: dialogue.id,
        draftId: draft.id,
        at: talk.now.toISOString(),
        when,
        brief: briefOf(dialogue, draft),
      }
      return finish(talk, draft, 'recorded', told('recorded', text(say.done), act.buttons))
    }
    case 'again':
      return finish(talk, draft, 'duplicate', told('duplicate', text(say.again)))
    case 'similar':
      talk.moveTo(draft, { at: 'same-one', filling: act.filling })
      return ask(talk, draft)
    case 'refused':
      talk.moveTo(draft, { at: 'commit' })
      return told('refused', text(say.refused), [
        { key: 'change', label: dialogue.confirm.change.label },
        { key: 'cancel', label: dialogue.confirm.no.label },
      ])
    case 'failed':
      return told('failed', text(say.failed), [{ key: 'resume', label: talk.common.resume.label }])
  }
}

/** The answer to "is it the same one?". */
export async function settleSameOne(talk: Talk, draft: Draft, same: boolean): Promise<Outcome> {
  if (draft.step.at !== 'same-one') return ask(talk, draft)
  const { filling } = draft.step
  if (same) {
    const text = talk.sentence(reportOf(talk, draft).submit.say.again, draft, filling)
    return finish(talk, draft, 'duplicate', told('duplicate', text))
  }
  draft.distinct = true
  talk.moveTo(draft, { at: 'commit' })
  return submit(talk, draft)
}

/** Begins to take back the last submission: asks why, which may stay unanswered. */
export async function beginUndo(talk: Talk): Promise<Outcome> {
  const { last } = talk.session
  const dialogue = last && talk.dialogues.byId.get(last.dialogue)
  if (!last || dialogue?.kind !== 'report') return told('nothing-open', talk.common.undo.nothing)
  const after = dialogue.corrections['after-submit']
  const texts = { at: last.when, brief: last.brief }
  if (talk.now.getTime() - Date.parse(last.at) > durationMs(after.within))
    return told('refused', talk.sentence(after['too-late'], undefined, texts), [
      { key: 'human', label: talk.common.human.label },
    ])
  const draft = talk.begin(dialogue, { back: true })
  talk.moveTo(draft, { at: 'undo-reason', submission: last })
  return ask(talk, draft)
}

/** Takes the submission back, with or without a reason. */
export async function finishUndo(
  talk: Talk,
  draft: Draft,
  reason: string | undefined,
): Promise<Outcome> {
  if (draft.step.at !== 'undo-reason') return proceed(talk, draft)
  const { submission } = draft.step
  const after = reportOf(talk, draft).corrections['after-submit']
  const undo = await talk.host.undo(after.do, submission, reason)
  const text = (sentence: string) =>
    talk.sentence(sentence, undefined, {
      at: submission.when,
      brief: submission.brief,
      ...undo.filling,
    })
  if (undo.kind === 'done') return finish(talk, draft, 'undone', told('undone', text(after.say)))
  const sentence = undo.kind === 'again' ? after.again : after.refused
  return finish(talk, draft, 'denied', told('refused', text(sentence)))
}
