import { proceed } from './advancing.ts'
import { ask } from './asking.ts'
import type { SlotDefinition } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Frame } from './host.ts'
import { saidIn } from './openings.ts'
import { readSlot } from './reading.ts'
import { isRelevant } from './relevance.ts'
import { type Said, take } from './taking.ts'
import type { Outcome, Talk } from './talk.ts'
import { plain, without } from './words.ts'

/** Whether the words mark a correction (“改成”, “不对”). */
export function marksCorrection(talk: Talk, text: string): boolean {
  return talk.common.correct.marks.some((mark) => text.includes(mark))
}

interface Named {
  readonly slot: SlotDefinition
  readonly label: string
}

/**
 * The slot that the text names in order to correct it: its label is followed by a mark or a link
 * (“日期改成”), or begins a clause. The longest label wins.
 */
export function namedSlot(talk: Talk, draft: Draft, text: string): Named | undefined {
  const { marks, links } = talk.common.correct
  const after = (label: string) => text.slice(text.indexOf(label) + label.length).trimStart()
  const before = (label: string) => text.slice(0, text.indexOf(label)).trimEnd()
  const linked = (label: string) => [...marks, ...links].some((m) => after(label).startsWith(m))
  const leads = (label: string) => /(^|[\s\p{P}])$/u.test(before(label))
  const candidates = talk
    .dialogueOf(draft)
    .slots.filter((slot) => isRelevant(slot, draft.slots))
    .flatMap((slot) => [slot.label, ...(slot.called ?? [])].map((label) => ({ slot, label })))
    .filter(({ label }) => text.includes(label))
    .sort((a, b) => b.label.length - a.label.length)
  return (
    candidates.find(({ label }) => linked(label)) ?? candidates.find(({ label }) => leads(label))
  )
}

/**
 * A correction in plain words: of the slot whose label is named, else of the slots the frame gives,
 * else of the filled slot whose kind the words fit. Undefined when nothing in it can be used.
 */
export async function correct(
  talk: Talk,
  draft: Draft,
  text: string,
  frame: Frame | undefined,
  firm: boolean,
): Promise<Outcome | undefined> {
  const named = namedSlot(talk, draft, text)
  if (named && named.slot.is !== 'photo') {
    const rest = valueIn(talk, text, named.label)
    if (plain(rest) === '') return revise(talk, draft, named.slot.name)
    // The frame knows better where the value begins and ends, if it has one for this very slot.
    const from = frame?.slots[named.slot.name]
    const source = from === undefined ? { text: rest } : { raw: from }
    return takeOver(talk, draft, new Map([[named.slot.name, { from: source, firm: true }]]))
  }
  const said = frame ? saidIn(talk.dialogueOf(draft), frame, firm) : new Map<string, Said>()
  const taken = said.size > 0 ? await takeOver(talk, draft, said) : undefined
  if (taken) return taken
  const rest = valueIn(talk, text)
  if (plain(rest) === '') return undefined
  const fitting = await slotThatFits(talk, draft, rest)
  return fitting
    ? takeOver(talk, draft, new Map([[fitting.name, { from: { text: rest }, firm: true }]]))
    : undefined
}

/** Characters of a value without a sentence around it (“2026年9月8号”). */
const BARE = 10

/**
 * While a reason is asked for, a bare value (“是8号”) corrects what the reason was to explain; undefined when
 * the words are no such value, and so are the reason.
 */
export async function correctInstead(
  talk: Talk,
  draft: Draft,
  reason: string,
  text: string,
  frame: Frame | undefined,
): Promise<Outcome | undefined> {
  const rest = valueIn(talk, text, namedSlot(talk, draft, text)?.label)
  if ([...rest].length > BARE) return undefined
  const explained = talk
    .dialogueOf(draft)
    .slots.filter((slot) => !slot.options && draft.slots[slot.name])
    .filter((slot) => frame?.slots[slot.name] !== undefined)
    .filter((slot) => (slot.check ?? []).some((check) => check['reason-in'] === reason))
  for (const slot of explained) {
    const reading = await readSlot(talk, draft, slot, { text: rest })
    const now = JSON.stringify(draft.slots[slot.name]?.value)
    if (reading.kind === 'value' && JSON.stringify(reading.value.value) !== now)
      return takeOver(talk, draft, new Map([[slot.name, { from: { text: rest }, firm: true }]]))
  }
  return undefined
}

/** “不是到货，是收到发票” without what is denied: “不是，是收到发票”. */
export function withoutDenied(talk: Talk, text: string): string {
  const { deny, correct: words } = talk.common
  const [first = '', ...rest] = text.split(/[，,；;。]/).map((clause) => clause.trim())
  const denial = deny.words.find((word) => first.startsWith(word) && first !== word)
  const goesOn = [...words.links, ...words.marks].some((word) => rest[0]?.startsWith(word))
  return denial && goesOn ? [denial, ...rest].join('，') : text
}

function valueIn(talk: Talk, text: string, label = ''): string {
  let rest = label === '' ? text : text.replace(label, '')
  const { marks, links } = talk.common.correct
  for (const _ of marks) {
    const shorter = without(rest, marks)
    if (shorter === rest) break
    rest = shorter
  }
  const bare = (said: string) => said.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
  rest = bare(rest)
  const link = links.find((word) => rest.startsWith(word))
  return link === undefined ? rest : bare(rest.slice(link.length))
}

/** The filled slot, latest first, whose kind reads the words as a value. */
async function slotThatFits(
  talk: Talk,
  draft: Draft,
  text: string,
): Promise<SlotDefinition | undefined> {
  const filled = talk
    .dialogueOf(draft)
    .slots.filter((slot) => draft.slots[slot.name] && isRelevant(slot, draft.slots))
    .reverse()
  for (const slot of filled) {
    if (slot.is === 'text' || slot.is === 'photo') continue
    const reading = await readSlot(talk, draft, slot, { text })
    if (reading.kind === 'value' || reading.kind === 'ambiguous') return slot
  }
  return undefined
}

async function takeOver(
  talk: Talk,
  draft: Draft,
  said: ReadonlyMap<string, Said>,
): Promise<Outcome | undefined> {
  const { set, unsettled, failed } = await take(talk, draft, said)
  return [...set, ...unsettled, ...failed].length > 0 ? proceed(talk, draft) : undefined
}

/** Asks a filled slot anew. */
export async function revise(talk: Talk, draft: Draft, name: string): Promise<Outcome> {
  delete draft.choices[name]
  delete draft.choices['which-slot']
  talk.moveTo(draft, { at: 'slot', slot: name, revising: true })
  return ask(talk, draft)
}
