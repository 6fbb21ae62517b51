import { byteLength } from '../base/index.ts'
import { PUSHED_BYTES } from './push.ts'

/** The parts of a digest. */
export interface DigestParts {
  readonly head: string
  /** The lines, most important first. */
  readonly items: readonly string[]
  /** Left out when empty. */
  readonly foot: string
  /** The line that says how many items are left out. */
  more(left: number): string
}

/**
 * One text of at most 2,048 bytes: head, as many of the top items as fit, a line about the rest, foot.
 * `shown` is how many items are in it.
 */
export function digestText(
  { head, items, foot, more }: DigestParts,
  limit = PUSHED_BYTES,
): { readonly text: string; readonly shown: number } {
  const withItems = (shown: number): string => {
    const left = items.length - shown
    const lines = [head, ...items.slice(0, shown), left > 0 ? more(left) : '', foot]
    return lines.filter((line) => line !== '').join('\n')
  }
  let shown = 0
  while (shown < items.length && byteLength(withItems(shown + 1)) <= limit) shown++
  return { text: withItems(shown), shown }
}
