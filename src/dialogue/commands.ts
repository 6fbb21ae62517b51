import { finish, goBack, proceed } from './advancing.ts'
import { ask, changeableSlots } from './asking.ts'
import { rowTexts } from './asking-rows.ts'
import type { Draft } from './draft.ts'
import type { Command } from './host.ts'
import { listOf, onList, takePick } from './listing.ts'
import { settleSameOne, submit, submitTogether } from './submitting.ts'
import { type Outcome, type Talk, told } from './talk.ts'
import { beginUndo, finishUndo } from './undoing.ts'
import { isAmong, plain } from './words.ts'

/** The command that the text is, word for word. Words of the conversation outrank the common ones. */
export function exactCommand(
  talk: Talk,
  draft: Draft | undefined,
  text: string,
): Command | undefined {
  const { common } = talk
  const dialogue = draft && talk.dialogueOf(draft)
  const own: [Command, readonly string[]][] = []
  if (dialogue?.kind === 'report') {
    const { confirm, submit: ends } = dialogue
    const wordsOf = (button: { label: string; words?: string[] | undefined }) => [
      button.label,
      ...(button.words ?? []),
    ]
    // “都不是” and “不对” are no “是另一笔”: only its own words record a second one.
    if (draft?.step.at === 'same-one')
      own.push(
        ['confirm', wordsOf(ends.same)],
        ['deny', wordsOf(ends.distinct)],
        ['repeat', [...common.choosing['none-of-these'].words, ...common.deny.words]],
      )
    if (draft?.step.at === 'commit') own.push(['confirm', wordsOf(confirm.yes)])
    if (draft?.step.at === 'batch')
      own.push(
        ['confirm', wordsOf(common.batch.yes)],
        ['change', wordsOf(common.batch.change)],
        ['cancel', wordsOf(common.batch.no)],
      )
    // Too early while one of the facts is still asked about, but no answer to the question either.
    if (draft?.batch && draft.step.at === 'slot')
      own.push(['confirm', common.batch.yes.words ?? []])
    if (draft?.step.at === 'which-row') own.push(['skip', wordsOf(common.batch.none)])
    own.push(['change', wordsOf(confirm.change)], ['cancel', wordsOf(confirm.no)])
    if (draft?.step.at.startsWith('undo')) own.push(['cancel', [common.undo.keep]])
  }
  const everywhere = (
    ['cancel', 'skip', 'later', 'resume', 'repeat', 'help', 'human', 'undo', 'change'] as const
  ).map((command): [Command, readonly string[]] => [command, common[command].words])
  const settled: [Command, readonly string[]][] = [
    ['confirm', common.confirm.words],
    ['deny', common.deny.words],
  ]
  const said = plain(text)
  return [...own, ...everywhere, ...settled].find(([, words]) => isAmong(said, words))?.[0]
}

/** Obeys a command while a draft is active; undefined when it means nothing here. */
export async function obey(
  talk: Talk,
  draft: Draft,
  command: Command,
): Promise<Outcome | undefined> {
  const { common } = talk
  const { step } = draft
  switch (command) {
    case 'cancel':
    case 'later':
      if (step.at.startsWith('undo'))
        return finish(talk, draft, 'cancelled', told('cancelled', talk.sentence(common.undo.kept)))
      return command === 'cancel' ? cancel(talk, draft) : putAside(talk, draft)
    case 'skip':
      return skip(talk, draft)
    case 'resume':
      return goBack(talk, draft)
    case 'repeat':
      return repeat(talk, draft)
    case 'help':
      return help(talk, draft)
    case 'human':
      return callHuman(talk, draft)
    case 'undo':
      return step.at.startsWith('undo') ? ask(talk, draft) : undoInBetween(talk, draft)
    case 'change':
      return change(talk, draft)
    case 'confirm':
      if (step.at === 'commit') return submit(talk, draft)
      if (step.at === 'batch') return submitTogether(talk, draft)
      if (step.at === 'same-one') return settleSameOne(talk, draft, true)
      if (step.at === 'undo-reason') return finishUndo(talk, draft, undefined)
      return confirmAtSlot(talk, draft)
    case 'deny':
      if (step.at === 'commit' || step.at === 'batch') return change(talk, draft)
      if (step.at === 'same-one') return settleSameOne(talk, draft, false)
      if (step.at.startsWith('undo')) return obey(talk, draft, 'cancel')
      return denyAtSlot(talk, draft)
    case 'next-page':
    case 'previous-page':
    case 'none-of-these':
      return onList(talk, draft, command)
    case 'smalltalk':
      talk.say(common.smalltalk)
      return ask(talk, draft)
    case 'unsure':
      talk.say(common.unsure)
      return ask(talk, draft)
    case 'correct':
      return undefined
  }
}

/** An undo that is refused leaves the person with the question that was open. */
async function undoInBetween(talk: Talk, draft: Draft): Promise<Outcome> {
  const begun = await beginUndo(talk)
  if (talk.active()?.id !== draft.id) return begun
  talk.say(begun.reply.text)
  return ask(talk, draft)
}

/** Drops a draft; nothing is recorded. */
export async function cancel(talk: Talk, draft: Draft): Promise<Outcome> {
  const rows = talk.rows(draft)
  const all = ['batch', 'which-row'].includes(draft.step.at) || draft.parked
  if (rows.length > 1) return all ? cancelAll(talk, draft, rows) : dropRow(talk, draft)
  const text = talk.sentence(talk.common.cancel.say, draft)
  return finish(talk, draft, 'cancelled', told('cancelled', text))
}

async function cancelAll(talk: Talk, draft: Draft, rows: readonly Draft[]): Promise<Outcome> {
  const { cancelled } = talk.common.batch
  const text = talk.sentence(cancelled, undefined, { count: String(rows.length) })
  for (const row of rows) talk.end(row, 'cancelled')
  return finish(talk, draft, 'cancelled', told('cancelled', text))
}

/** Takes one fact out of a batch; the others stay. */
export async function dropRow(
  talk: Talk,
  row: Draft,
  why: 'dropped' | 'not-done' = 'dropped',
): Promise<Outcome> {
  talk.say(talk.sentence(talk.common.batch[why], undefined, rowTexts(talk, row)))
  const [next] = talk.rows(row).filter((other) => other !== row)
  talk.end(row, why === 'dropped' ? 'cancelled' : 'denied')
  if (!next) return told('cancelled', '')
  talk.bringForward(next)
  return proceed(talk, next)
}

async function putAside(talk: Talk, draft: Draft): Promise<Outcome> {
  const { common } = talk
  if (talk.dialogueOf(draft).kind === 'answer') return cancel(talk, draft)
  draft.parked = true
  const text = talk.sentence(common.later.say, draft)
  return told('parked', text, [{ key: 'resume', label: common.resume.label }])
}

async function skip(talk: Talk, draft: Draft): Promise<Outcome | undefined> {
  const { step } = draft
  const { common } = talk
  if (step.at === 'undo-reason') return finishUndo(talk, draft, undefined)
  if (step.at === 'which-slot') return proceed(talk, draft)
  if (step.at === 'which-row') {
    talk.moveTo(draft, { at: 'batch' })
    return proceed(talk, draft)
  }
  if (step.at !== 'slot') return ask(talk, draft)
  const slot = talk.slotOf(draft, step.slot)
  if (!slot) return proceed(talk, draft)
  const old = draft.slots[slot.name]
  if (old) {
    delete draft.choices[slot.name]
    talk.say(talk.sentence(common.skip.kept, draft, { old: old.label }))
    return proceed(talk, draft)
  }
  if (!slot.optional) {
    talk.say(talk.sentence(common.skip.refused, draft))
    return ask(talk, draft)
  }
  draft.skipped.push(slot.name)
  delete draft.choices[slot.name]
  return proceed(talk, draft)
}

async function repeat(talk: Talk, draft: Draft): Promise<Outcome> {
  const { step } = draft
  const slot = step.at === 'slot' ? talk.slotOf(draft, step.slot) : undefined
  if (slot) talk.say(talk.sentence(slot.explain ?? talk.common.repeat.say, draft))
  return ask(talk, draft)
}

function help(talk: Talk, draft: Draft): Outcome {
  const { common } = talk
  const sentence = draft.step.at === 'slot' ? common.help.asking : common.help.confirming
  const keys = ['resume', 'later', 'cancel', 'human'] as const
  const buttons = keys.map((key) => ({ key, label: common[key].label }))
  return told('helped', talk.sentence(sentence, draft), buttons)
}

/** Calls somebody of the office; the draft stays. */
export async function callHuman(talk: Talk, draft: Draft | undefined): Promise<Outcome> {
  const { human } = talk.common
  const filling = await talk.host.note(human.do, { text: '', ...(draft ? { draft } : {}) })
  const text = talk.sentence(human.say, draft, filling)
  if (!draft) return told('kept', text)
  return told('kept', text, [{ key: 'resume', label: talk.common.resume.label }])
}

async function change(talk: Talk, draft: Draft): Promise<Outcome> {
  if (draft.step.at === 'batch') {
    talk.moveTo(draft, { at: 'which-row' })
    return ask(talk, draft)
  }
  if (draft.step.at.startsWith('undo') || changeableSlots(talk, draft).length === 0)
    return ask(talk, draft)
  talk.moveTo(draft, { at: 'which-slot' })
  return ask(talk, draft)
}

/** “提交” to a question answers nothing: what is missing is asked again, or passed over where words may be left out. */
async function confirmAtSlot(talk: Talk, draft: Draft): Promise<Outcome | undefined> {
  if (draft.step.at === 'which-slot') return proceed(talk, draft)
  const slot = draft.step.at === 'slot' ? talk.slotOf(draft, draft.step.slot) : undefined
  if (slot?.is === 'text') return slot.optional ? skip(talk, draft) : ask(talk, draft)
  const chosen = await onlyChoice(talk, draft)
  return chosen || !slot ? chosen : tooEarly(talk, draft)
}

/** Nothing can be submitted yet: says what is missing, and asks for it. */
export function tooEarly(talk: Talk, draft: Draft): Promise<Outcome> {
  talk.say(talk.sentence(talk.common.confirm['too-early'], draft))
  return ask(talk, draft)
}

/** Yes to a list of one takes it. */
async function onlyChoice(talk: Talk, draft: Draft): Promise<Outcome | undefined> {
  const list = listOf(draft)
  const [only, ...others] = list?.choices.options ?? []
  if (!list || !only || others.length > 0 || list.choices.why === 'listed') return undefined
  return takePick(talk, draft, list.name, [only.id])
}

async function denyAtSlot(talk: Talk, draft: Draft): Promise<Outcome | undefined> {
  const { step } = draft
  if (step.at !== 'slot') return undefined
  if (listOf(draft)?.choices.why === 'alike') return onList(talk, draft, 'none-of-these')
  return talk.slotOf(draft, step.slot)?.optional ? skip(talk, draft) : undefined
}
