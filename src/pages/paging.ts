import { z } from 'zod'
import { escapeHtml } from '../base/index.ts'
import { type Html, html } from './html.ts'

/** A note, or what of it stands on this page. */
export interface NotePiece<T> {
  readonly note: T
  readonly text: string
  /** Its beginning stands on the page before. */
  readonly goesOn: boolean
}

/** One page of a history. */
export interface NotePage<T> {
  readonly pieces: readonly NotePiece<T>[]
  readonly number: number
  readonly count: number
}

/** What a note takes beside its text, in bytes, with room to spare. */
const LINE = 250

/** The page that a form asks for; undefined where it asks for none. */
export const PageNumber = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .optional()
  .catch(undefined)

/**
 * A page of a history cut into pages of at most so many bytes, oldest first, so that no page grows with what was said.
 * A text that is too long goes on at the head of the next.
 */
export function notePage<T extends { readonly text: string }>(
  notes: readonly T[],
  bytes: number,
  wanted?: number,
): NotePage<T> {
  const pages: NotePiece<T>[][] = [[]]
  let left = bytes
  for (const note of notes) {
    let rest = [...note.text]
    let goesOn = false
    do {
      if (left < 2 * LINE) {
        pages.push([])
        left = bytes
      }
      const fits = howMany(rest, left - LINE)
      const text = rest.slice(0, fits).join('')
      pages.at(-1)?.push({ note, text, goesOn })
      left = fits < rest.length ? 0 : left - LINE - sizeOf(text)
      rest = rest.slice(fits)
      goesOn = true
    } while (rest.length > 0)
  }
  const count = pages.length
  const number = Math.min(Math.max(wanted ?? count, 1), count)
  return { pieces: pages[number - 1] ?? [], number, count }
}

const sizeOf = (text: string): number => Buffer.byteLength(escapeHtml(text))

/** How many of these characters fit; one at least. */
function howMany(characters: readonly string[], bytes: number): number {
  let size = 0
  const end = characters.findIndex((character) => {
    size += sizeOf(character)
    return size > bytes
  })
  return end < 0 ? characters.length : Math.max(end, 1)
}

/** A page of a list of so many to a page; the first where none is wanted. */
export function listPart<T>(list: readonly T[], most: number, wanted = 1) {
  const count = Math.max(Math.ceil(list.length / most), 1)
  const number = Math.min(Math.max(wanted, 1), count)
  return { shown: list.slice((number - 1) * most, number * most), number, count }
}

/** Buttons to the neighbouring pages, to stand in a form; nothing where there is one page. */
export function pageButtons<Key extends string>(
  say: (key: Key | 'part', filling?: Record<string, number>) => string,
  { number, count }: { readonly number: number; readonly count: number },
  [before, after]: readonly [Key, Key],
): Html | undefined {
  if (count === 1) return undefined
  const to = (page: number, key: Key): Html | undefined =>
    page < 1 || page > count
      ? undefined
      : html`<p><button class="quiet" name="part" value="${page}">${say(key)}</button></p>`
  return html`<p class="note">${say('part', { number, count })}</p>${to(number - 1, before)}${to(number + 1, after)}`
}
