import type { CheckDefinition, Dialogue, SlotDefinition } from './definition.ts'
import type { Draft, Slots, SlotValue } from './draft.ts'
import { isRelevant, relevantSlots } from './relevance.ts'
import type { Talk } from './talk.ts'

/** Values that changed in this turn, with what stood there before. */
export type Changed = Map<string, SlotValue | undefined>

/** A value that a rule refused; `kept` when an older value took its place again. */
export interface Refusal {
  readonly slot: SlotDefinition
  readonly reason: string
  readonly refused: SlotValue
  readonly kept: SlotValue | undefined
  /** Nothing else will do instead. */
  readonly ends: boolean
}

const idOf = (slot: SlotDefinition, check: CheckDefinition): string => `${slot.name}/${check.rule}`

/**
 * Asks every rule that has not passed yet and whose slots are filled. A refused correction falls back
 * to the value before it, any other refused value is emptied. Changes `changed` accordingly.
 */
export async function verify(talk: Talk, draft: Draft, changed: Changed): Promise<Refusal[]> {
  const dialogue = talk.dialogueOf(draft)
  const refusals: Refusal[] = []
  strikeOut(dialogue, draft, changed)
  for (let refusal = await firstRefusal(talk, draft); refusal; ) {
    const { slot } = refusal
    const refused = draft.slots[slot.name]
    if (!refused) break
    const kept = changed.get(slot.name)
    changed.delete(slot.name)
    if (kept) draft.slots[slot.name] = kept
    else delete draft.slots[slot.name]
    const { reason, ends } = refusal
    refusals.push({ slot, reason, refused, kept, ends })
    if (ends && !kept) draft.barred = reason
    strikeOut(dialogue, draft, new Map([[slot.name, undefined]]))
    refusal = await firstRefusal(talk, draft)
  }
  return refusals
}

function strikeOut(dialogue: Dialogue, draft: Draft, changed: Changed): void {
  if (changed.size === 0) return
  const all = dialogue.slots.flatMap((slot) => (slot.check ?? []).map((check) => ({ slot, check })))
  const hit = all.filter(({ slot, check }) =>
    [slot.name, ...(check.with ?? [])].some((name) => changed.has(name)),
  )
  // Rules that share a place for the reason are asked together, lest one forget the other's need.
  const reasons = new Set(hit.flatMap(({ check }) => check['reason-in'] ?? []))
  const struck = all.filter(
    (rule) => hit.includes(rule) || reasons.has(rule.check['reason-in'] ?? ''),
  )
  for (const reason of reasons) delete draft.needs[reason]
  const ids = struck.map(({ slot, check }) => idOf(slot, check))
  draft.checked = draft.checked.filter((id) => !ids.includes(id))
}

async function firstRefusal(
  talk: Talk,
  draft: Draft,
): Promise<{ slot: SlotDefinition; reason: string; ends: boolean } | undefined> {
  const besides = besidesOf(talk, draft)
  for (const slot of talk.dialogueOf(draft).slots) {
    if (!draft.slots[slot.name] || !isRelevant(slot, draft.slots)) continue
    for (const check of slot.check ?? []) {
      const uses = check.with ?? []
      if (draft.checked.includes(idOf(slot, check))) continue
      if (!uses.every((name) => draft.slots[name])) continue
      const verdict = await talk.host.check(check.rule, slot.name, draft.slots, uses, besides)
      const reason = () =>
        talk.sentence(check.say, draft, verdict.kind === 'ok' ? {} : verdict.filling)
      if (verdict.kind === 'refused') return { slot, reason: reason(), ends: check.ends ?? false }
      draft.checked.push(idOf(slot, check))
      const into = check['reason-in']
      if (into && verdict.kind === 'needs-reason') draft.needs[into] = reason()
    }
  }
  dropUncalledReasons(talk.dialogueOf(draft), draft)
  return undefined
}

/** A reason given for a value that needs none any more goes with it. */
function dropUncalledReasons(dialogue: Dialogue, draft: Draft): void {
  const targets = dialogue.slots.flatMap((slot) =>
    (slot.check ?? []).flatMap((check) => check['reason-in'] ?? []),
  )
  for (const target of targets) if (draft.needs[target] === undefined) delete draft.slots[target]
}

/** What the others of the batch say, for rules that look beyond one fact. */
function besidesOf(talk: Talk, draft: Draft): Slots[] {
  return talk
    .rows(draft)
    .filter((row) => row !== draft)
    .map((row) => relevantSlots(talk.dialogueOf(row), row))
}
