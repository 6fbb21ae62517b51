import type { Item } from './item.ts'

/**
 * What comes first in a message, written down so that the bureau can contradict it:
 *  1. a supplier who asks for help, then one who says that no money has come, then facts that a supplier contradicts, a supplier
 *     whom nobody has reached, a unit without its one or two liaisons, anonymous words that wait to be read, then what
 *     people told the bot:
 *     somebody waits for an answer, and none of these is shown a second time;
 *  2. money that is late: small and medium enterprises first, then the largest sum, then the longest;
 *  3. steps that are late under law, the longest first;
 *  4. what is not late yet, the nearest day first: on one day money before steps, law before targets;
 *  5. targets of the bureau that are late, the longest first: no law is broken;
 *  6. what has no day for want of a calendar.
 * Inside 2 to 5, what the reader was told fewer times without anything coming of it stands before what she was told
 * more often, up to three times: a matter that three reminders did not move is less likely to be moved by a fourth,
 * and must not hide the one that a first would. It is not dropped, and the chain brings it to others meanwhile.
 * Among equals the project's code decides, so that the order is the same every time.
 */
export function ranked<T extends Item>(
  items: readonly T[],
  times: (item: T) => number = () => 0,
): T[] {
  return items
    .map((item) => ({ item, key: keyOf(item, Math.min(times(item), MOST_TIMES)) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item)
}

type Key = readonly (number | bigint | string)[]

/** Reminders after which one more or less tells nothing. */
const MOST_TIMES = 3

function keyOf(item: Item, times: number): Key {
  switch (item.kind) {
    case 'help':
      return [1, 0, 0, 0, item.place.code, item.place.lotNo]
    case 'survey-unpaid':
      return [1, 1, 0, 0, item.place.code, item.place.lotNo]
    case 'dispute':
      return [1, 2, item.due ?? '', 0, item.place.code, item.place.lotNo]
    case 'unreached':
      return [1, 3, 0, 0, item.place.code, item.place.lotNo]
    case 'liaisons':
      return [1, 4, item.count, item.place.unit]
    case 'laid-open':
      return [1, 5, item.place.unit]
    case 'referral':
      return [1, 6, item.id]
    case 'unpaid': {
      const { due, rawDue, daysLate, amount, place, sme } = item
      const end = [-(amount ?? 0n), place.code, place.lotNo]
      if (daysLate > 0)
        return [2, times, sme ? 0 : 1, -(amount ?? 0n), -daysLate, place.code, place.lotNo]
      return due ? [4, times, due, 0, ...end] : [6, rawDue ?? '', 0, ...end]
    }
    case 'clock': {
      const { due, rawDue, daysLate, place, footing, rule } = item
      const end = [place.code, place.lotNo, rule]
      if (daysLate > 0) return [footing.target ? 5 : 3, times, -daysLate, ...end]
      return due ? [4, times, due, footing.target ? 2 : 1, ...end] : [6, rawDue ?? '', 1, ...end]
    }
  }
}

function compare(a: Key, b: Key): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i] ?? 0
    const y = b[i] ?? 0
    if (x !== y) return x < y ? -1 : 1
  }
  return a.length - b.length
}
