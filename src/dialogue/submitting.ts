import { officeDay, officeTime } from '../base/index.ts'
import { finish } from './advancing.ts'
import { ask } from './asking.ts'
import { rowTexts } from './asking-rows.ts'
import type { ReportDialogue } from './definition.ts'
import type { Draft, Slots } from './draft.ts'
import type { Act } from './host.ts'
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
  const act = await actOn(talk, draft, [])
  if (act.kind !== 'done' && act.kind !== 'again') return settle(talk, draft, act)
  const ending = remember(talk, draft, act)
  const text = talk.sentence(dialogue.submit.say[act.kind], draft, act.filling)
  const buttons = act.kind === 'done' ? act.buttons : []
  return finish(talk, draft, ending, told(ending, text, buttons))
}

/** Submits all facts of a batch, or none of them. */
export async function submitTogether(talk: Talk, draft: Draft): Promise<Outcome> {
  const rows = talk.rows(draft)
  const slots = rows.map((row) => relevantSlots(talk.dialogueOf(row), row))
  const acts: { readonly row: Draft; readonly act: Act }[] = []
  await talk.host.together(slots, async () => {
    for (const [i, row] of rows.entries()) {
      const act = await actOn(talk, row, slots.slice(i + 1))
      acts.push({ row, act })
      if (act.kind !== 'done' && act.kind !== 'again') return false
    }
    return true
  })
  const texts: string[][] = []
  for (const { row, act } of acts) {
    if (act.kind === 'done' || act.kind === 'again') {
      const texted = talk.sentence(reportOf(talk, row).submit.say[act.kind], row, act.filling)
      const head = talk.sentence(talk.common.batch.recorded, undefined, rowTexts(talk, row))
      texts.push([head, ...texted.split('\n')])
      continue
    }
    if (act.kind !== 'similar')
      talk.say(talk.sentence(talk.common.batch['none-recorded'], undefined, rowTexts(talk, row)))
    talk.bringForward(row)
    return settle(talk, row, act)
  }
  const buttons = acts.flatMap(({ act }) => (act.kind === 'done' ? (act.buttons ?? []) : []))
  const endings = acts.map(({ row, act }) => ({ row, ending: remember(talk, row, act) }))
  for (const { row, ending } of endings) talk.end(row, ending)
  const recorded = endings.some(({ ending }) => ending === 'recorded') ? 'recorded' : 'duplicate'
  return finish(talk, draft, draft.ended ?? recorded, told(recorded, onceAtTheEnd(texts), buttons))
}

/** A last line that several texts share (a footnote) is said once, with the last of them. */
function onceAtTheEnd(texts: readonly (readonly string[])[]): string {
  return texts
    .flatMap((lines, i) => {
      const later = texts.slice(i + 1).some((other) => other.at(-1) === lines.at(-1))
      return later ? lines.slice(0, -1) : lines
    })
    .join('\n')
}

function actOn(talk: Talk, draft: Draft, later: readonly Slots[]): Promise<Act> {
  const dialogue = reportOf(talk, draft)
  return talk.host.act(dialogue.submit.do, relevantSlots(dialogue, draft), draft, later)
}

/** Keeps what was recorded, so that it can be taken back. */
function remember(talk: Talk, draft: Draft, act: Act): 'recorded' | 'duplicate' {
  if (act.kind !== 'done') return 'duplicate'
  const dialogue = reportOf(talk, draft)
  const when = act.filling.at ?? `${officeDay(talk.now)} ${officeTime(talk.now)}`
  talk.submissions.push({
    id: act.id,
    dialogue: dialogue.id,
    draftId: draft.id,
    at: talk.now.toISOString(),
    when,
    brief: briefOf(dialogue, draft),
  })
  return 'recorded'
}

/** What remains to be said or asked when nothing was recorded. */
function settle(
  talk: Talk,
  draft: Draft,
  act: Extract<Act, { kind: 'similar' | 'refused' | 'failed' }>,
): Promise<Outcome> | Outcome {
  const dialogue = reportOf(talk, draft)
  const text = (sentence: string) => talk.sentence(sentence, draft, act.filling)
  switch (act.kind) {
    case 'similar':
      talk.moveTo(draft, { at: 'same-one', filling: act.filling })
      return ask(talk, draft)
    case 'refused':
      talk.moveTo(draft, { at: talk.rows(draft).length > 1 ? 'batch' : 'commit' })
      return told('refused', text(dialogue.submit.say.refused), [
        { key: 'change', label: dialogue.confirm.change.label },
        { key: 'cancel', label: dialogue.confirm.no.label },
      ])
    case 'failed':
      return told('failed', text(dialogue.submit.say.failed), [
        { key: 'resume', label: talk.common.resume.label },
      ])
  }
}

/** The answer to "is it the same one?". */
export async function settleSameOne(talk: Talk, draft: Draft, same: boolean): Promise<Outcome> {
  if (draft.step.at !== 'same-one') return ask(talk, draft)
  const { filling } = draft.step
  const others = talk.rows(draft).filter((row) => row !== draft)
  if (same) {
    const text = talk.sentence(reportOf(talk, draft).submit.say.again, draft, filling)
    const [next] = others
    if (next) {
      talk.say(text)
      talk.end(draft, 'duplicate')
      talk.bringForward(next)
      return others.length > 1 ? submitTogether(talk, next) : submit(talk, next)
    }
    return finish(talk, draft, 'duplicate', told('duplicate', text))
  }
  draft.distinct = true
  talk.moveTo(draft, { at: 'commit' })
  return others.length > 0 ? submitTogether(talk, draft) : submit(talk, draft)
}
