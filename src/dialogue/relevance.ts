import type { Condition, Dialogue, SlotDefinition } from './definition.ts'
import type { Draft, Slots } from './draft.ts'

/** Whether a condition of a dialogue file holds. Several slots named: all must fit. */
export function holds(condition: Condition, slots: Slots): boolean {
  return Object.entries(condition).every(([name, wanted]) => {
    const value = slots[name]?.value
    if (wanted === 'given') return value !== undefined
    const has = (keys: readonly string[]) =>
      Array.isArray(value)
        ? value.some((item) => keys.includes(String(item)))
        : keys.includes(String(value))
    if (value === undefined) return false
    return 'not' in wanted ? !has(wanted.not) : has(wanted)
  })
}

/** Whether the slot counts at all, given what is filled. */
export function isRelevant(slot: SlotDefinition, slots: Slots): boolean {
  return slot.when === undefined || holds(slot.when, slots)
}

/** The values that count, which is what is shown and recorded. */
export function relevantSlots(dialogue: Dialogue, draft: Draft): Slots {
  const names = dialogue.slots.filter((slot) => isRelevant(slot, draft.slots)).map((s) => s.name)
  return Object.fromEntries(Object.entries(draft.slots).filter(([name]) => names.includes(name)))
}

/** A choice found by the person's words that is still to be settled. */
export function isUnsettled(draft: Draft, slot: string): boolean {
  const choices = draft.choices[slot]
  return choices !== undefined && choices.why !== 'listed'
}

/** The first slot, in the file's order, that must be asked; undefined when nothing is missing. */
export function nextSlot(dialogue: Dialogue, draft: Draft): SlotDefinition | undefined {
  return dialogue.slots.find((slot) => {
    if (!isRelevant(slot, draft.slots)) return false
    if (isUnsettled(draft, slot.name)) return true
    if (draft.slots[slot.name] || draft.skipped.includes(slot.name)) return false
    if (draft.needs[slot.name] !== undefined) return true
    const when = slot['asked-when']
    return when === undefined || (when !== 'never' && holds(when, draft.slots))
  })
}
