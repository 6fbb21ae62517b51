import { fill, placeholdersOf } from '../base/index.ts'
import type { Dialogue } from './definition.ts'
import type { Draft, SlotValue } from './draft.ts'
import { isRelevant } from './relevance.ts'

type Texts = Readonly<Record<string, string>>

/**
 * The sentence with its placeholders filled. A line with a placeholder that has nothing to say is
 * left out, unless that would leave nothing at all.
 */
export function speak(sentence: string, texts: Texts): string {
  const known = (line: string) => placeholdersOf(line).every((name) => texts[name])
  const lines = sentence.trimEnd().split('\n')
  const spoken = lines.some(known) ? lines.filter(known) : lines
  return spoken
    .map((line) =>
      fill(line, Object.fromEntries(placeholdersOf(line).map((name) => [name, texts[name] ?? '']))),
    )
    .join('\n')
}

/** The texts of one value: `{date}`, `{date.label}` and its fields. */
export function textsOfValue(name: string, value: SlotValue): Texts {
  const texts: Record<string, string> = { [name]: value.label, [`${name}.label`]: value.label }
  for (const [field, text] of Object.entries(value.fields)) texts[`${name}.${field}`] = text
  return texts
}

/** The texts of all values of a draft that count at present. */
export function textsOf(dialogue: Dialogue, draft: Draft): Texts {
  const texts: Record<string, string> = {}
  for (const slot of dialogue.slots) {
    const value = draft.slots[slot.name]
    if (value && isRelevant(slot, draft.slots)) Object.assign(texts, textsOfValue(slot.name, value))
  }
  return texts
}

/** The draft in a few words; its title where nothing is known yet. */
export function briefOf(dialogue: Dialogue, draft: Draft): string {
  const texts = textsOf(dialogue, draft)
  const filled = fill(
    dialogue.brief,
    Object.fromEntries(placeholdersOf(dialogue.brief).map((name) => [name, texts[name] ?? ''])),
  ).trim()
  return placeholdersOf(dialogue.brief).some((name) => texts[name]) ? filled : dialogue.title
}
