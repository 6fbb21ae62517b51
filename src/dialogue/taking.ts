import { clipCharacters } from '../base/index.ts'
import type { SlotDefinition } from './definition.ts'
import type { Draft, Option, SlotValue } from './draft.ts'
import type { Source } from './host.ts'
import { readSlot } from './reading.ts'
import { type Changed, verify } from './rules.ts'
import type { Talk } from './talk.ts'

/** Something said for a slot. `firm`: the person surely meant this slot, so a failure is worth a word. */
export interface Said {
  readonly from: Source
  readonly firm: boolean
}

export interface Taken {
  /** Slots that hold a new value now. */
  readonly set: readonly string[]
  /** Slots whose choice is to be settled. */
  readonly unsettled: readonly string[]
  /** Slots that got nothing usable, and were told so. */
  readonly failed: readonly string[]
}

/** Characters of somebody's words that are quoted back. */
const QUOTED = 20

/** The words of a source, for `{said}`. */
function saidText({ from }: Said): string {
  const said = 'text' in from ? from.text : 'raw' in from ? from.raw : ''
  return typeof said === 'object' ? '' : clipCharacters(String(said).trim(), QUOTED)
}

/** Reads what was said for each slot, in the file's order, and takes over what passes the rules. */
export async function take(
  talk: Talk,
  draft: Draft,
  said: ReadonlyMap<string, Said>,
): Promise<Taken> {
  const dialogue = talk.dialogueOf(draft)
  const changed: Changed = new Map()
  const unsettled: string[] = []
  const failed: string[] = []
  const touched: string[] = []
  for (const slot of dialogue.slots) {
    const word = said.get(slot.name)
    if (!word) continue
    const old = draft.slots[slot.name]
    const reading = await readSlot(talk, draft, slot, word.from)
    if (reading.kind === 'value') {
      touched.push(slot.name)
      const calledAs = chosenFor(draft, slot.name, word)
      settle(draft, slot.name)
      if (old && same(old, reading.value)) continue
      draft.slots[slot.name] = { ...reading.value, ...(calledAs && { calledAs }) }
      changed.set(slot.name, old)
    } else if ((reading.kind === 'choices' || reading.kind === 'ambiguous') && reading.options[0]) {
      if (old && !word.firm) continue
      const why = reading.kind === 'choices' ? 'alike' : 'unclear'
      const total = reading.kind === 'choices' ? reading.total : reading.options.length
      keepChoices(draft, slot.name, reading.options, total, saidText(word), why)
      unsettled.push(slot.name)
    } else if (!old || word.firm) {
      failed.push(slot.name)
      const filling = reading.kind === 'invalid' ? reading.filling : {}
      explain(talk, draft, slot, word, old, reading.kind, filling)
    }
  }
  clear(talk, draft, changed)
  for (const { slot, reason, refused, kept, ends } of await verify(talk, draft, changed)) {
    failed.push(slot.name)
    if (kept || !ends)
      talk.say(kept ? keepingOld(talk, draft, slot, refused.label, kept, reason) : reason)
  }
  announceCorrections(talk, draft, changed)
  return { set: touched.filter((name) => !failed.includes(name)), unsettled, failed }
}

/** The words of the choice that an option settles, where names resembled each other. */
function chosenFor(draft: Draft, name: string, { from }: Said): string | undefined {
  const choices = draft.choices[name]
  return 'option' in from && choices?.why === 'alike' ? choices.said : undefined
}

const same = (a: SlotValue, b: SlotValue): boolean =>
  JSON.stringify(a.value) === JSON.stringify(b.value)

function settle(draft: Draft, name: string): void {
  delete draft.choices[name]
  draft.skipped = draft.skipped.filter((skipped) => skipped !== name)
}

function keepChoices(
  draft: Draft,
  name: string,
  options: readonly Option[],
  total: number,
  said: string,
  why: 'alike' | 'unclear',
): void {
  draft.choices[name] = { options, total, said, why, page: 0 }
  draft.skipped = draft.skipped.filter((skipped) => skipped !== name)
}

function explain(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition,
  word: Said,
  old: SlotValue | undefined,
  why: 'none' | 'too-short' | 'invalid' | 'choices' | 'ambiguous',
  filling: Readonly<Record<string, string>>,
): void {
  const { common } = talk
  const own = why === 'invalid' ? (slot.impossible ?? slot.again) : slot.again
  const sentence = own ?? (why === 'too-short' ? common['too-short'] : common.again)
  const said = filling.said ?? saidText(word)
  const reason = talk.sentence(sentence, draft, { said, 'slot.label': slot.label, ...filling })
  if (old) talk.say(keepingOld(talk, draft, slot, said, old, reason))
  else talk.retries.set(slot.name, reason)
}

function keepingOld(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition,
  said: string,
  old: SlotValue,
  reason: string,
): string {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report') return reason
  const texts = { said, reason, old: old.label, 'slot.label': slot.label }
  return talk.sentence(dialogue.corrections['before-submit'].invalid, draft, texts)
}

/** A corrected slot empties those that depend on it, unless they came with the same message. */
function clear(talk: Talk, draft: Draft, changed: Changed): void {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report') return
  const clears = dialogue.corrections['before-submit'].clears ?? {}
  for (const [name, old] of [...changed]) {
    if (!old) continue
    for (const target of clears[name] ?? []) {
      if (changed.has(target)) continue
      delete draft.slots[target]
      delete draft.choices[target]
      draft.skipped = draft.skipped.filter((skipped) => skipped !== target)
    }
  }
}

function announceCorrections(talk: Talk, draft: Draft, changed: Changed): void {
  const dialogue = talk.dialogueOf(draft)
  if (dialogue.kind !== 'report') return
  for (const slot of dialogue.slots) {
    const old = changed.get(slot.name)
    const value = draft.slots[slot.name]
    if (!old || !value) continue
    const texts = { old: old.label, new: value.label, 'slot.label': slot.label }
    talk.say(talk.sentence(dialogue.corrections['before-submit'].say, draft, texts))
  }
}
