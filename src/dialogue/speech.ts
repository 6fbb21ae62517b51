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
  const lines = sentence.trimEnd().split('\n')
  const known = lines.filter((line) => placeholdersOf(line).every((name) => texts[name]))
  return (known.length > 0 ? known : lines).map((line) => filled(line, texts)).join('\n')
}

/** What has nothing to say is empty. */
function filled(sentence: string, texts: Texts): string {
  const missing = placeholdersOf(sentence).filter((name) => texts[name] === undefined)
  if (missing.length === 0) return fill(sentence, texts)
  return fill(sentence, { ...texts, ...Object.fromEntries(missing.map((name) => [name, ''])) })
}

/** Adds the texts of one value: `{date}`, `{date.label}` and its fields. */
function addTexts(texts: Record<string, string>, name: string, value: SlotValue): void {
  texts[name] = value.label
  texts[`${name}.label`] = value.label
  for (const field of Object.keys(value.fields))
    texts[`${name}.${field}`] = value.fields[field] ?? ''
}

/** The texts of all values of a draft that count at present. */
export function textsOf(dialogue: Dialogue, draft: Draft): Texts {
  const texts: Record<string, string> = {}
  for (const slot of dialogue.slots) {
    const value = draft.slots[slot.name]
    if (value && isRelevant(slot, draft.slots)) addTexts(texts, slot.name, value)
  }
  return texts
}

/** The draft as one line of a list: what its file's `confirm.row` has to say, one part after another. */
export function rowOf(dialogue: Dialogue, draft: Draft, join: string): string {
  const texts = textsOf(dialogue, draft)
  if (dialogue.kind !== 'report') return briefOf(dialogue, draft)
  const parts = dialogue.confirm.row
    .trimEnd()
    .split('\n')
    .filter((part) => placeholdersOf(part).every((name) => texts[name]))
  if (parts.length === 0) return dialogue.title
  return parts.map((part) => speak(part, texts)).join(join)
}

/** The draft in a few words; its title where nothing is known yet. */
export function briefOf(dialogue: Dialogue, draft: Draft): string {
  const texts = textsOf(dialogue, draft)
  const isKnown = placeholdersOf(dialogue.brief).some((name) => texts[name])
  return isKnown ? filled(dialogue.brief, texts).trim() : dialogue.title
}
