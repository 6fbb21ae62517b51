import { proceed } from './advancing.ts'
import type { Dialogue, SlotDefinition } from './definition.ts'
import type { Draft } from './draft.ts'
import type { Input } from './exchange.ts'
import { holds, isRelevant, isUnsettled } from './relevance.ts'
import { speak, textsOf } from './speech.ts'
import { type Said, take } from './taking.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** One field of a form about a draft. */
export interface FormField {
  readonly name: string
  readonly label: string
  /** What the slot asks, as help. */
  readonly hint: string
  readonly value: string
  readonly optional: boolean
  /** Keys and words to choose from; the value is a key. */
  readonly options?: readonly { readonly key: string; readonly label: string }[]
}

/** The fields of a draft that can be filled in as words: all that count or may come to count, pictures apart. */
export function formFields(dialogue: Dialogue, draft: Draft): FormField[] {
  const texts = textsOf(dialogue, draft)
  return dialogue.slots
    .filter((slot) => slot.is !== 'photo' && slot.is !== 'choices')
    .filter((slot) => slot['asked-when'] !== 'never' || draft.slots[slot.name] !== undefined)
    .map((slot) => {
      const value = draft.slots[slot.name]
      const known = slot.options ? value?.value : value?.label
      return {
        name: slot.name,
        label: slot.label,
        hint: slot.options ? '' : speak(slot.ask, { ...texts }),
        value: typeof known === 'string' ? known : '',
        optional: slot.optional === true || !mustBeGiven(slot, draft),
        ...(slot.options && {
          options: slot.options.map(({ key, label }) => ({ key, label })),
        }),
      }
    })
}

/** Whether the draft, as it stands, cannot do without the slot. */
function mustBeGiven(slot: SlotDefinition, draft: Draft): boolean {
  if (!isRelevant(slot, draft.slots) || slot.default !== undefined) return false
  const when = slot['asked-when']
  if (when === 'never') return draft.needs[slot.name] !== undefined
  return when === undefined || holds(when, draft.slots)
}

/** A form about a draft: what is new in it is taken like an answer; nothing is recorded without the confirmation. */
export async function onForm(
  talk: Talk,
  { draftId, values }: Extract<Input, { kind: 'form' }>,
): Promise<Outcome> {
  const draft = talk.drafts.find((one) => one.id === draftId && !one.ended)
  if (!draft) return told('stale', talk.sentence(talk.common['stale-card']))
  const active = talk.active()
  if (active && active !== draft) active.parked = true
  talk.bringForward(draft)
  const dialogue = talk.dialogueOf(draft)
  const said = new Map<string, Said>()
  for (const field of formFields(dialogue, draft)) {
    const text = values[field.name]?.trim() ?? ''
    if (text === '' || text === field.value) continue
    said.set(field.name, { from: field.options ? { option: text } : { text }, firm: true })
  }
  const lines = talk.lines.length
  const taken = await take(talk, draft, said)
  const wrong = talk.lines.splice(lines)
  const failed = taken.failed.map((name): [string, string] => [
    name,
    talk.retries.get(name) ?? wrong.shift() ?? '',
  ])
  const missing = dialogue.slots
    .filter((slot) => values[slot.name]?.trim() === '' && isRelevant(slot, draft.slots))
    .filter((slot) => !slot.optional && !draft.slots[slot.name] && slot['asked-when'] !== 'never')
    .filter((slot) => slot.default === undefined && !isUnsettled(draft, slot.name))
    .filter(
      (slot) => typeof slot['asked-when'] !== 'object' || holds(slot['asked-when'], draft.slots),
    )
    .map((slot): [string, string] => [slot.name, talk.sentence(slot.ask, draft)])
  talk.problems = Object.fromEntries([...missing, ...failed])
  if (Object.keys(talk.problems).length > 0) talk.retries.clear()
  draft.tries = 0
  return proceed(talk, draft)
}
