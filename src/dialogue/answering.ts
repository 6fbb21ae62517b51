import { proceed } from './advancing.ts'
import { ask } from './asking.ts'
import { about } from './asking-rows.ts'
import { addToBatch } from './batch.ts'
import { dropRow, exactCommand, obey, tooEarly } from './commands.ts'
import {
  correct,
  correctInstead,
  marksCorrection,
  namedSlot,
  revise,
  withoutDenied,
} from './correcting.ts'
import type { SlotDefinition } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Command, Context, Frame, Understanding } from './host.ts'
import { hasNoConversation, keepWithoutConversation } from './keeping.ts'
import { onPick, pickFromList } from './listing.ts'
import { isAnotherMatter, type Opening, openingsIn, saidIn } from './openings.ts'
import { namesOption, readSlot } from './reading.ts'
import { numberedRow, onBatch, onRow } from './rows.ts'
import { deny, start } from './starting.ts'
import { type Said, take } from './taking.ts'
import { type Outcome, type Talk, told } from './talk.ts'
import { finishUndo } from './undoing.ts'
import { isOneOf } from './words.ts'

/** A sentence that arrives while a draft is active. */
export async function onText(talk: Talk, draft: Draft, text: string): Promise<Outcome> {
  if (draft.step.at === 'batch' || draft.step.at === 'which-row') return onBatch(talk, draft, text)
  const slot = draft.step.at === 'slot' ? talk.slotOf(draft, draft.step.slot) : undefined
  // An option's own words outrank the commands: “没有” may be an answer.
  if (slot && namesOption(slot, text)) return answerSlot(talk, draft, slot, text, undefined)
  const exact = exactCommand(talk, draft, text)
  const pick = exact === undefined ? pickFromList(talk, draft, text) : undefined
  const picked = pick && (await onPick(talk, draft, pick))
  if (picked) return picked
  if (draft.step.at === 'undo-reason' && (exact === undefined || isReason(talk, text)))
    return onReason(talk, draft, text)
  if (exact === 'confirm' && slot && slot.is !== 'text' && saysToSubmit(talk, draft, text))
    return tooEarly(talk, draft)
  const obeyed = exact && (await obey(talk, draft, exact))
  if (obeyed) return obeyed
  if (slot?.is !== 'text' && isOneOf(text, talk.common.deny['not-yet'])) return notYet(talk, draft)
  const numbered =
    talk.rows(draft).length > 1 && slot?.is !== 'text' ? numberedRow(talk, draft, text) : undefined
  if (numbered) return onRow(talk, numbered.row, numbered.rest)
  const said = slot?.is === 'text' ? text : withoutDenied(talk, text)
  const understanding = await talk.host.understand(said, contextOf(draft, slot))
  return respond(talk, draft, slot, said, understanding)
}

/** “提交” is no yes to “是这一个吗？”. */
function saysToSubmit(talk: Talk, draft: Draft, text: string): boolean {
  const dialogue = talk.dialogueOf(draft)
  return dialogue.kind === 'report' && text.includes(dialogue.confirm.yes.label)
}

/** “错了” is why something is to be undone, and no refusal to undo it. */
const isReason = (talk: Talk, text: string): boolean => isOneOf(text, talk.common.undo.reasons)

/** The reason for an undo; a mere yes (“嗯嗯”, “👌”) undoes without one. */
async function onReason(talk: Talk, draft: Draft, text: string): Promise<Outcome> {
  if (isReason(talk, text)) return finishUndo(talk, draft, text)
  const { command } = await talk.host.understand(text, { dialogue: draft.dialogue, slot: 'commit' })
  const isYes = command === 'confirm' || command === 'unsure' || command === 'smalltalk'
  return (isYes && (await obey(talk, draft, command))) || finishUndo(talk, draft, text)
}

/** “还没签” to a question: the fact is not recorded, the others of its batch stay. */
function notYet(talk: Talk, draft: Draft): Promise<Outcome> {
  if (talk.rows(draft).length > 1) return dropRow(talk, draft, 'not-done')
  return deny(talk, draft, { slots: {}, negated: true })
}

function contextOf(draft: Draft, slot: SlotDefinition | undefined): Context {
  if (slot)
    return {
      dialogue: draft.dialogue,
      slot: slot.name,
      ...(slot.is === 'text' && { free: draft.needs[slot.name] ? 'reason' : 'words' }),
    }
  return { dialogue: draft.dialogue, slot: 'commit' }
}

/** Commands that may be given together with values, which then count more. */
const mild: readonly Command[] = ['confirm', 'deny', 'correct', 'smalltalk', 'help', 'resume']

async function respond(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition | undefined,
  text: string,
  { command, frames }: Understanding,
): Promise<Outcome> {
  const openings = openingsIn(talk, frames)
  const own = frames.find(({ intent }) => {
    const dialogue = talk.dialogues.forIntent(intent)
    return dialogue ? dialogue.id === draft.dialogue : !hasNoConversation(talk, intent)
  })
  const kept = await keepWithoutConversation(talk, frames, text)
  for (const line of kept) talk.say(line)
  const others = openings.filter(({ dialogue }) => dialogue.id !== draft.dialogue)
  const values = own ? saidIn(talk.dialogueOf(draft), own, false).size : 0
  const correcting = command === 'correct' || command === 'deny'
  if (command === 'deny' && draft.step.at === 'same-one') return ask(talk, draft)
  if (command && !(mild.includes(command) && values > 0)) {
    const obeyed = await obey(talk, draft, command)
    if (obeyed) return obeyed
  }
  if (own && (own.negated || own.planned) && slot?.is !== 'text') {
    if (!(await isAnotherMatter(talk, draft, own, 'some'))) return deny(talk, draft, own)
    return start(talk, openings).then((outcome) => reAsk(talk, draft, outcome))
  }
  if (others.length > 0 && values === 0) return start(talk, openings)
  if (kept.length > 0 && values === 0) return ask(talk, draft)
  const needed = slot?.is === 'text' ? 'known' : 'all'
  if (own && !correcting && (await isAnotherMatter(talk, draft, own, needed)))
    return start(talk, openings)
  const outcome = await answerOrCorrect(talk, draft, slot, text, own, correcting)
  if (slot?.is === 'text') return outcome
  return withTheRest(talk, draft, outcome, {
    facts: openings.filter(({ frame, dialogue }) => frame !== own && dialogue.kind === 'report'),
    questions: others.filter(({ dialogue }) => dialogue.kind === 'answer'),
  })
}

/** The rest of a message whose first part served the draft: further facts wait, questions are answered. */
async function withTheRest(
  talk: Talk,
  draft: Draft,
  outcome: Outcome,
  rest: { readonly facts: readonly Opening[]; readonly questions: readonly Opening[] },
): Promise<Outcome> {
  if (talk.active()?.id !== draft.id) return outcome
  const facts: Opening[] = []
  for (const fact of rest.facts) {
    if (fact.frame.negated || fact.frame.planned || !talk.isOpenTo(fact.dialogue)) continue
    const another =
      fact.dialogue.id !== draft.dialogue ||
      (await isAnotherMatter(talk, draft, fact.frame, 'some'))
    if (another) facts.push(fact)
  }
  const alone = talk.rows(draft).length === 1
  if (facts.length > 0) await addToBatch(talk, draft, facts)
  if (rest.questions.length > 0) return start(talk, rest.questions)
  if (!alone || talk.rows(draft).length === 1) return outcome
  return draft.step.at === 'slot' ? about(talk, draft, outcome) : proceed(talk, draft)
}

/** A start that opened nothing leaves the person with the question that was open before. */
async function reAsk(talk: Talk, draft: Draft, outcome: Outcome): Promise<Outcome> {
  if (talk.active()?.id !== draft.id || outcome.reply.text !== '') return outcome
  return ask(talk, draft)
}

async function answerOrCorrect(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition | undefined,
  text: string,
  frame: Frame | undefined,
  correcting: boolean,
): Promise<Outcome> {
  const needed = slot?.is === 'text' && draft.needs[slot.name] !== undefined
  const instead = needed ? await correctInstead(talk, draft, slot.name, text, frame) : undefined
  if (instead) return instead
  const named = namedSlot(talk, draft, text)
  const elsewhere = named && named.slot.name !== slot?.name && slot?.is !== 'text'
  const marked = correcting || (marksCorrection(talk, text) && slot?.is !== 'text')
  if (!slot || marked || (elsewhere && draft.slots[named.slot.name])) {
    const outcome = await correct(talk, draft, text, frame, marked)
    if (outcome) return outcome
    if (named && !slot) return revise(talk, draft, named.slot.name)
  }
  if (slot) return answerSlot(talk, draft, slot, text, frame)
  talk.missed = true
  talk.say(marked ? talk.common.correct.unclear : talk.common['again-at-confirmation'])
  if (marked && draft.step.at === 'commit') talk.moveTo(draft, { at: 'which-slot' })
  return ask(talk, draft)
}

async function answerSlot(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition,
  text: string,
  frame: Frame | undefined,
): Promise<Outcome> {
  const dialogue = talk.dialogueOf(draft)
  // Free text is taken as it stands, whatever else it resembles.
  const said =
    frame && slot.is !== 'text' ? saidIn(dialogue, frame, false) : new Map<string, Said>()
  const answered = said.get(slot.name)
  // “9月20号” to a day that is asked for is that day, and no other one of the conversation.
  const bare = !answered && slot.is !== 'text' && !slot.options
  if (bare && (await readSlot(talk, draft, slot, { text })).kind === 'value')
    for (const name of said.keys()) if (draft.slots[name]) said.delete(name)
  said.set(slot.name, answered ? { ...answered, firm: true } : { from: { text }, firm: true })
  const before = draft.slots[slot.name]
  const taken = await take(talk, draft, said)
  const elsewhere = taken.set.some((name) => name !== slot.name)
  if (elsewhere && !before) talk.retries.delete(slot.name)
  if (!taken.failed.includes(slot.name) || elsewhere) {
    if (taken.set.includes(slot.name)) draft.tries = 0
    return proceed(talk, draft)
  }
  draft.tries += 1
  talk.missed = true
  const gives = dialogue['gives-up']
  if (draft.tries % gives.after !== 0) return before ? proceed(talk, draft) : ask(talk, draft)
  if (dialogue.kind === 'report') await talk.host.form(draft)
  const keys = ['human', 'later', 'cancel'] as const
  talk.retries.delete(slot.name)
  return told(
    'asked',
    talk.sentence(gives.say, draft, { said: text }),
    keys.map((key) => ({ key, label: talk.common[key].label })),
  )
}
