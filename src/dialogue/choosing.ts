import type { Choices } from './draft.ts'
import type { Button, ShownOption } from './exchange.ts'
import type { Phrasebook } from './phrasebook.ts'
import { isAmong, pickedNumber, plain } from './words.ts'

/** Options a card can show. */
const PAGE = 10

/** What words or a button do to a list of options. */
export type Pick =
  | { readonly kind: 'picked'; readonly id: string }
  | { readonly kind: 'page'; readonly by: 1 | -1 }
  | { readonly kind: 'none-of-these' }
  /** The words fit several of the options, but not all. */
  | { readonly kind: 'narrowed'; readonly options: Choices['options'] }

/** The page that is shown, numbered through over all pages. */
export function shownOptions(choices: Choices): ShownOption[] {
  const from = choices.page * PAGE
  return choices.options
    .slice(from, from + PAGE)
    .map((option, i) => ({ ...option, number: from + i + 1 }))
}

export function pagesOf(choices: Choices): number {
  return Math.max(1, Math.ceil(choices.options.length / PAGE))
}

/** Turns the page; false when there is none in that direction. */
export function turnPage(choices: Choices, by: 1 | -1): boolean {
  const page = choices.page + by
  if (page < 0 || page >= pagesOf(choices)) return false
  choices.page = page
  return true
}

/** What a text picks from the options: by number, by the words of a label, or none of them. */
export function pickByWords(
  text: string,
  choices: Choices,
  choosing: Phrasebook['choosing'],
): Pick | undefined {
  const said = plain(text)
  if (isAmong(said, choosing['next-page'].words)) return { kind: 'page', by: 1 }
  if (isAmong(said, choosing['previous-page'].words)) return { kind: 'page', by: -1 }
  if (isAmong(said, choosing['none-of-these'].words)) return { kind: 'none-of-these' }
  const number = pickedNumber(text, choosing)
  const numbered = number === undefined ? undefined : choices.options[number - 1]
  if (numbered) return { kind: 'picked', id: numbered.id }
  const exact = choices.options.find((option) => plain(option.label) === said)
  if (exact) return { kind: 'picked', id: exact.id }
  if ([...said].length < 2) return undefined
  const within = choices.options.filter((option) => plain(option.label).includes(said))
  const [only] = within
  if (!only || within.length === choices.options.length) return undefined
  return within.length === 1
    ? { kind: 'picked', id: only.id }
    : { kind: 'narrowed', options: within }
}

/** Buttons below a list of options. */
export function choosingButtons(choices: Choices, choosing: Phrasebook['choosing']): Button[] {
  const button = (key: 'next-page' | 'previous-page' | 'none-of-these'): Button => ({
    key,
    label: choosing[key].label,
  })
  return [
    { key: 'choose', label: choosing.take, style: 1 },
    ...(choices.page > 0 ? [button('previous-page')] : []),
    ...(choices.page < pagesOf(choices) - 1 ? [button('next-page')] : []),
    ...(choices.why === 'listed' ? [] : [button('none-of-these')]),
  ]
}
