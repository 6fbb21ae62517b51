import { about, askBatch, askWhichRow } from './asking-rows.ts'
import { choosingButtons, pagesOf, shownOptions } from './choosing.ts'
import type { SlotDefinition } from './definition.ts'
import type { Choices, Draft, Submission } from './draft.ts'
import type { Button, Reply } from './exchange.ts'
import { isRelevant } from './relevance.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** Says the draft's present question: a slot, the confirmation, which slot to change, and so on. */
export async function ask(talk: Talk, draft: Draft): Promise<Outcome> {
  const { step } = draft
  const rows = talk.rows(draft)
  if (rows.length > 1) {
    if (step.at === 'batch') return askBatch(talk, rows)
    if (step.at === 'which-row') return askWhichRow(talk, draft, rows)
    return about(talk, draft, await askAlone(talk, draft))
  }
  return askAlone(talk, draft)
}

async function askAlone(talk: Talk, draft: Draft): Promise<Outcome> {
  const { step } = draft
  if (step.at === 'slot') {
    const slot = talk.slotOf(draft, step.slot)
    if (slot) return askSlot(talk, draft, slot)
  }
  if (step.at === 'which-slot') return askWhichSlot(talk, draft)
  if (step.at === 'undo-which') return askUndoWhich(talk, draft, step.submissions)
  if (step.at === 'undo-reason') return askUndoReason(talk, draft, step.submissions)
  if (step.at === 'same-one') return askSameOne(talk, draft)
  return askToConfirm(talk, draft)
}

async function askSlot(talk: Talk, draft: Draft, slot: SlotDefinition): Promise<Outcome> {
  const choices = draft.choices[slot.name] ?? (await listed(talk, draft, slot))
  if (choices) draft.choices[slot.name] = choices
  const buttons: Button[] = choices ? choosingButtons(choices, talk.common.choosing) : []
  const revising = draft.step.at === 'slot' && draft.step.revising
  if (slot.optional || revising) buttons.push({ key: 'skip', label: talk.common.skip.label })
  const retry = talk.retries.get(slot.name) ?? draft.unheard?.[slot.name]
  talk.retries.delete(slot.name)
  delete draft.unheard?.[slot.name]
  const question = retry ?? questionOf(talk, draft, slot, choices)
  return {
    kind: 'asked',
    reply: {
      text: choices ? withPage(talk, question, choices) : question,
      buttons,
      ...(choices ? { options: shownOptions(choices) } : {}),
      ...(slot.is === 'choices' ? { many: true as const } : {}),
      ...(slot.is === 'photo' ? { photoWanted: true as const } : {}),
    },
  }
}

function questionOf(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition,
  choices: Choices | undefined,
): string {
  const { choosing } = talk.common
  const texts = { count: String(choices?.total ?? 0), said: choices?.said ?? '' }
  if (choices?.why === 'alike' && choices.total === 1) return talk.sentence(choosing['only-one'])
  if (choices?.why === 'alike') return talk.sentence(slot.choose ?? choosing.alike, draft, texts)
  if (choices?.why === 'unclear') return talk.sentence(choosing.unclear, draft, texts)
  return draft.needs[slot.name] ?? talk.sentence(slot.ask, draft)
}

function withPage(talk: Talk, question: string, choices: Choices): string {
  if (pagesOf(choices) === 1) return question
  const page = talk.sentence(talk.common.choosing.page, undefined, {
    page: String(choices.page + 1),
    pages: String(pagesOf(choices)),
    count: String(choices.total),
  })
  return `${question}\n${page}`
}

/** What is offered with the question itself: the options of the file, the host's suggestions first. */
async function listed(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition,
): Promise<Choices | undefined> {
  if (slot.is === 'text' || slot.is === 'photo') return undefined
  const asked = { dialogue: draft.dialogue, name: slot.name, label: slot.label }
  // The numbers of a multiple choice are read in the file's order.
  const suggested =
    slot.is === 'choices' ? [] : await talk.host.suggest(slot.is, asked, draft.slots)
  const own = (slot.options ?? []).flatMap(({ key, label, quiet }) =>
    quiet ? [] : [{ id: key, label }],
  )
  const first = suggested.flatMap((s) => (slot.options ? own.filter((o) => o.id === s.id) : [s]))
  const options = [...first, ...own.filter((o) => !first.some((f) => f.id === o.id))]
  if (options.length === 0) return undefined
  return { options, total: options.length, said: '', why: 'listed', page: 0 }
}

function askToConfirm(talk: Talk, draft: Draft): Outcome {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report') throw new Error(`${dialogue.id} has nothing to confirm`)
  const { confirm } = dialogue
  return told('confirming', talk.sentence(confirm.say, draft), [
    { key: 'confirm', label: confirm.yes.label, style: 1 },
    { key: 'change', label: confirm.change.label, style: 2 },
    { key: 'cancel', label: confirm.no.label, style: 4 },
  ])
}

function askWhichSlot(talk: Talk, draft: Draft): Outcome {
  const { change, choosing } = talk.common
  const options = changeableSlots(talk, draft).map((slot) => ({
    id: slot.name,
    label: talk.sentence(change.item, undefined, {
      'slot.label': slot.label,
      value: draft.slots[slot.name]?.label ?? change.empty,
    }),
  }))
  const page = draft.choices['which-slot']?.page ?? 0
  const choices: Choices = { options, total: options.length, said: '', why: 'listed', page }
  draft.choices['which-slot'] = choices
  const text = withPage(talk, talk.sentence(change.which, draft), choices)
  const buttons = choosingButtons(choices, choosing)
  return { kind: 'asked', reply: { text, buttons, options: shownOptions(choices) } }
}

/** Slots that 修改 offers: what is filled, and what may be added. */
export function changeableSlots(talk: Talk, draft: Draft): SlotDefinition[] {
  return talk
    .dialogueOf(draft)
    .slots.filter(
      (slot) =>
        slot.is !== 'photo' &&
        isRelevant(slot, draft.slots) &&
        (draft.slots[slot.name] !== undefined || slot.optional),
    )
}

/** Of several that were submitted together: which one, or all of them. */
function askUndoWhich(talk: Talk, draft: Draft, submissions: readonly Submission[]): Outcome {
  const { undo, choosing } = talk.common
  const options = [
    ...submissions.map(({ draftId, brief }) => ({ id: draftId, label: brief })),
    { id: 'all', label: undo.all },
  ]
  const choices: Choices = { options, total: options.length, said: '', why: 'listed', page: 0 }
  draft.choices['undo-which'] = choices
  const count = { count: String(submissions.length) }
  return {
    kind: 'asked',
    reply: {
      text: talk.sentence(undo.which, undefined, count),
      buttons: [...choosingButtons(choices, choosing), { key: 'cancel', label: undo.keep }],
      options: shownOptions(choices),
    },
  }
}

function askUndoReason(talk: Talk, draft: Draft, submissions: readonly Submission[]): Outcome {
  const dialogue = talk.dialogueOf(draft)
  const after = dialogue.kind === 'report' ? dialogue.corrections['after-submit'] : undefined
  if (!after || 'stays' in after) throw new Error(`${dialogue.id} has nothing to undo`)
  const text = talk.sentence(after.reason, draft, talk.submitted(submissions))
  return told('asked', text, [
    { key: 'skip', label: talk.common.skip.label, style: 1 },
    { key: 'cancel', label: talk.common.undo.keep },
  ])
}

function askSameOne(talk: Talk, draft: Draft): Outcome {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report' || draft.step.at !== 'same-one')
    throw new Error(`${dialogue.id} has nothing to compare`)
  const { say, same, distinct } = dialogue.submit
  return told('asked', talk.sentence(say.similar, draft, draft.step.filling), [
    { key: 'confirm', label: same.label, style: 1 },
    { key: 'deny', label: distinct.label },
    { key: 'cancel', label: dialogue.confirm.no.label },
  ])
}

/** The reply with the sentences said on the way before it. */
export function withLines(talk: Talk, reply: Reply): Reply {
  const lines = [...talk.lines, ...talk.retries.values()]
  return { ...reply, text: [...lines, reply.text].filter((line) => line !== '').join('\n') }
}
