import { ask } from './asking.ts'
import { aboutRow } from './asking-rows.ts'
import type { Dialogue, SlotDefinition } from './definition.ts'
import type { Draft, Ending } from './draft.ts'
import type { Button } from './exchange.ts'
import { adoptPhotos } from './proof.ts'
import { nextSlot, relevantSlots } from './relevance.ts'
import { verify } from './rules.ts'
import { take } from './taking.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** Brings a draft to its next question, its confirmation or its answer, and says it. */
export async function proceed(talk: Talk, draft: Draft): Promise<Outcome> {
  const rows = talk.rows(draft)
  if (rows.length > 1) return proceedTogether(talk, rows)
  const dialogue = talk.dialogueOf(draft)
  draft.parked = false
  draft.queued = false
  draft.touchedAt = talk.now.toISOString()
  for (const note of draft.notes.splice(0)) talk.say(note)
  adoptPhotos(talk, draft)
  for (const reason of await refusalsOf(talk, draft)) talk.say(reason)
  if (draft.barred) return finish(talk, draft, 'denied', told('refused', draft.barred))
  const slot = await firstMissing(talk, dialogue, draft)
  if (slot) {
    talk.moveTo(draft, { at: 'slot', slot: slot.name })
    return ask(talk, draft)
  }
  if (dialogue.kind === 'answer') return answerPage(talk, draft, dialogue.answer.do, 0)
  talk.moveTo(draft, { at: 'commit' })
  return ask(talk, draft)
}

async function refusalsOf(talk: Talk, draft: Draft): Promise<string[]> {
  const refusals = await verify(talk, draft, new Map())
  return refusals.filter(({ ends }) => !ends).map(({ reason }) => reason)
}

/** The same for a batch: what is missing is asked fact by fact, then one card has them all. */
async function proceedTogether(talk: Talk, rows: readonly Draft[]): Promise<Outcome> {
  for (const row of rows) {
    row.touchedAt = talk.now.toISOString()
    // The facts vouch for each other: what one says may settle or raise a doubt about another.
    row.checked = []
    row.needs = {}
    row.notes.push(...(await refusalsOf(talk, row)))
    if (!row.barred) continue
    talk.say(aboutRow(talk, row))
    return finish(talk, row, 'denied', told('refused', row.barred))
  }
  for (const row of rows) {
    const slot = await firstMissing(talk, talk.dialogueOf(row), row)
    if (!slot) continue
    talk.bringForward(row)
    talk.moveTo(row, { at: 'slot', slot: slot.name })
    return ask(talk, row)
  }
  for (const row of rows) for (const note of row.notes.splice(0)) talk.say(note)
  const front = rows.find((row) => row.step.at === 'which-row') ?? rows[0]
  if (!front) throw new Error('a batch without facts')
  talk.bringForward(front)
  if (front.step.at !== 'which-row') talk.moveTo(front, { at: 'batch' })
  return ask(talk, front)
}

async function firstMissing(
  talk: Talk,
  dialogue: Dialogue,
  draft: Draft,
): Promise<SlotDefinition | undefined> {
  const tried = new Set<string>()
  for (;;) {
    const slot = nextSlot(dialogue, draft)
    if (slot?.default === undefined || tried.has(slot.name) || talk.retries.has(slot.name))
      return slot
    tried.add(slot.name)
    await take(talk, draft, new Map([[slot.name, { from: { text: slot.default }, firm: false }]]))
  }
}

/** Answers one page; further pages stay at hand until something else is said. */
export async function answerPage(
  talk: Talk,
  draft: Draft,
  action: string,
  page: number,
): Promise<Outcome> {
  const answer = await talk.host.answer(action, relevantSlots(talk.dialogueOf(draft), draft), page)
  const { choosing } = talk.common
  const buttons: Button[] = [...(answer.buttons ?? [])]
  if (page > 0) buttons.push({ key: 'previous-page', label: choosing['previous-page'].label })
  if (answer.more) buttons.push({ key: 'next-page', label: choosing['next-page'].label })
  const said = told('answered', answer.text, buttons)
  const outcome = answer.about ? { ...said, reply: { ...said.reply, about: answer.about } } : said
  if (!answer.more && page === 0) return finish(talk, draft, 'answered', outcome)
  const before = talk.reading()
  if (before && before !== draft) talk.end(before, 'answered')
  draft.parked = true
  draft.step = { at: 'reading', page }
  talk.keepsReading = true
  draft.touchedAt = talk.now.toISOString()
  return follow(talk, draft, outcome)
}

/** Ends a draft and goes on to what waits behind it. */
export async function finish(
  talk: Talk,
  draft: Draft,
  ending: Ending,
  outcome: Outcome,
): Promise<Outcome> {
  talk.end(draft, ending)
  return follow(talk, draft, outcome)
}

/**
 * What comes after a draft: the one it interrupted, else the rest of its batch,
 * else the offer to go on with what was put aside.
 */
async function follow(talk: Talk, after: Draft, outcome: Outcome): Promise<Outcome> {
  const { resume } = talk.common
  const interrupted = interruptedBy(talk, after)
  if (interrupted)
    return join(talk, outcome, talk.sentence(resume.back, interrupted), () =>
      goBack(talk, interrupted),
    )
  const parked = talk.parked()
  const [sibling] = talk.rows(after)
  if (sibling && sibling !== after) return join(talk, outcome, '', () => proceed(talk, sibling))
  const [first] = parked
  if (!first) return outcome
  const waiting = talk.sentence(resume.waiting, first, { count: String(parked.length) })
  return {
    kind: outcome.kind,
    reply: {
      ...outcome.reply,
      text: `${outcome.reply.text}\n${waiting}`,
      buttons: [...outcome.reply.buttons, { key: 'resume', label: resume.label }],
    },
  }
}

/** The parked draft that this one, or the batch it belongs to, came in between of; once. */
function interruptedBy(talk: Talk, after: Draft): Draft | undefined {
  const together = talk.drafts.filter(({ batch }) => batch && batch.id === after.batch?.id)
  if (together.some((row) => row !== after && !row.ended)) return undefined
  const [came] = [after, ...together].filter(({ back }) => back !== undefined)
  const interrupted = talk.parked().find(({ id }) => id === came?.back)
  delete came?.back
  return interrupted
}

/** Takes up a parked draft at the exact question where it was left. */
export async function goBack(talk: Talk, draft: Draft): Promise<Outcome> {
  draft.parked = false
  delete draft.offered
  draft.touchedAt = talk.now.toISOString()
  if (['commit', 'batch'].includes(draft.step.at)) return proceed(talk, draft)
  if (talk.rows(draft).length === 1) adoptPhotos(talk, draft)
  return ask(talk, draft)
}

/** Buttons a card can hold. */
const BUTTONS = 6

/** One outcome after another: the second one's question stands last, with its buttons. */
async function join(
  talk: Talk,
  first: Outcome,
  between: string,
  next: () => Promise<Outcome>,
): Promise<Outcome> {
  const mark = talk.lines.length
  const then = await next()
  const lines = talk.lines.splice(mark)
  const keys = then.reply.buttons.map((button) => button.key)
  const kept = first.reply.buttons.filter((button) => !keys.includes(button.key))
  const room = Math.max(0, BUTTONS - keys.length)
  const said = [first.reply.text, between].filter((line) => line !== '').join('\n')
  const asks = [...lines, then.reply.text].filter((line) => line !== '').join('\n')
  const above = said === '' ? 0 : said.split('\n').length
  return {
    kind: first.kind,
    reply: {
      ...then.reply,
      text: [said, asks].filter((line) => line !== '').join('\n'),
      ...(above > 0 && asks !== '' && { asksFrom: above + (then.reply.asksFrom ?? 0) }),
      buttons: [...then.reply.buttons, ...kept.slice(0, room)],
    },
  }
}
