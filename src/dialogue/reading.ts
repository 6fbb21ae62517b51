import type { OptionDefinition, SlotDefinition } from './definition.ts'
import type { Draft, SlotValue } from './draft.ts'
import type { Reading, Source } from './host.ts'
import type { Talk } from './talk.ts'
import { isOneOf, pickedNumber, plain } from './words.ts'

type Read =
  | Exclude<Reading, { kind: 'value' }>
  | { kind: 'value'; value: SlotValue }
  | { kind: 'too-short' }

/** Reads a value for a slot: the engine's own kinds here, all others by the host. */
export async function readSlot(
  talk: Talk,
  draft: Draft,
  slot: SlotDefinition,
  from: Source,
): Promise<Read> {
  if (slot.is === 'text') return readText(slot, from)
  if (slot.is === 'photo') return { kind: 'none' }
  if (slot.options) {
    const chosen = chosenOptions(talk, slot, slot.options, from)
    if (chosen.length === 0) return { kind: 'none' }
    return { kind: 'value', value: choiceValue(talk, slot, chosen) }
  }
  const asked = { dialogue: draft.dialogue, name: slot.name, label: slot.label }
  const reading = await talk.host.read(slot.is, from, asked, draft.slots)
  return reading.kind === 'value'
    ? { kind: 'value', value: { kind: slot.is, ...reading.value } }
    : reading
}

/** The options a text names exactly, which outranks every command. */
export function namesOption(slot: SlotDefinition, text: string): boolean {
  return (slot.options ?? []).some((option) => isOneOf(text, spellings(option)))
}

/** The key of the one option, apart from the default, that the text mentions; undefined where it mentions none or several. */
export function optionWithin(slot: SlotDefinition, text: string): string | undefined {
  const said = plain(text)
  const [only, ...others] = (slot.options ?? [])
    .filter((option) => !isOneOf(slot.default ?? '', spellings(option)))
    .filter((option) =>
      spellings(option).some((word) => [...word].length > 1 && said.includes(plain(word))),
    )
  return others.length > 0 ? undefined : only?.key
}

function readText(slot: SlotDefinition, from: Source): Read {
  const said = 'text' in from ? from.text : 'raw' in from ? from.raw : from.option
  if (typeof said !== 'string') return { kind: 'none' }
  const [least, most] = slot.length ?? [1, 500]
  const text = [...said.trim()].slice(0, most).join('')
  if ([...text].length < least) return { kind: 'too-short' }
  return { kind: 'value', value: { kind: 'text', value: text, label: text, fields: {} } }
}

/** Kept, so that the words of an option are made comparable once (see isOneOf). */
const spelt = new WeakMap<OptionDefinition, readonly string[]>()

/** The ways to name an option. */
function spellings(option: OptionDefinition): readonly string[] {
  const known = spelt.get(option)
  if (known) return known
  const all = [option.label, ...(option.words ?? [])]
  spelt.set(option, all)
  return all
}

function chosenOptions(
  talk: Talk,
  slot: SlotDefinition,
  options: readonly OptionDefinition[],
  from: Source,
): OptionDefinition[] {
  if ('option' in from) return byKeys(options, from.option.split(','))
  if ('raw' in from) {
    const raw = Array.isArray(from.raw) ? from.raw.map(String) : [String(from.raw)]
    const byKey = byKeys(options, raw)
    return byKey.length > 0 ? byKey : raw.flatMap((text) => namedIn(talk, slot, options, text))
  }
  return namedIn(talk, slot, options, from.text)
}

function byKeys(options: readonly OptionDefinition[], keys: readonly string[]): OptionDefinition[] {
  return options.filter((option) => keys.includes(option.key))
}

function namedIn(
  talk: Talk,
  slot: SlotDefinition,
  options: readonly OptionDefinition[],
  text: string,
): OptionDefinition[] {
  const exact = options.filter((option) => isOneOf(text, spellings(option)))
  if (exact.length > 0) return exact.slice(0, 1)
  if (slot.is === 'choices') {
    const parts = talk.common.choosing.separators.reduce(
      (pieces, separator) => pieces.flatMap((piece) => piece.split(separator)),
      [text],
    )
    const picked = parts.flatMap((part) => {
      const number = pickedNumber(part, talk.common.choosing)
      const byNumber = number === undefined ? undefined : options[number - 1]
      return byNumber ?? options.filter((option) => isOneOf(part, spellings(option)))
    })
    if (picked.length > 0) return options.filter((option) => picked.includes(option))
  }
  const within = options.filter((option) =>
    spellings(option).some((word) => [...word].length > 1 && plain(text).includes(plain(word))),
  )
  return slot.is === 'choice' && within.length > 1 ? [] : within
}

function choiceValue(
  talk: Talk,
  slot: SlotDefinition,
  chosen: readonly OptionDefinition[],
): SlotValue {
  const several = chosen.filter((option) => !option.alone)
  const kept = slot.is === 'choice' || several.length === 0 ? chosen.slice(0, 1) : several
  const label = kept.map((option) => option.label).join(talk.common.choosing.separators[0])
  const value = slot.is === 'choice' ? (kept[0]?.key ?? '') : kept.map((option) => option.key)
  return { kind: slot.is, value, label, fields: {} }
}
