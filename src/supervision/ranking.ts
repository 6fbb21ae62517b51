import type { Item } from './item.ts'

/**
 * What comes first in a message, written down so that the bureau can contradict it:
 *  1. a supplier who asks for help, then one who says that no money has come, then what people told the bot:
 *     somebody waits for an answer, and none of these is shown a second time;
 *  2. money that is late: small and medium enterprises first, then the longest, then the largest sum;
 *  3. steps that are late under law, the longest first;
 *  4. what is not late yet, the nearest day first: on one day money before steps, law before targets;
 *  5. targets of the bureau that are late, the longest first: no law is broken;
 *  6. what has no day for want of a calendar.
 * Among equals the project's code decides, so that the order is the same every time.
 */
export function ranked<T extends Item>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item)
}

type Key = readonly (number | bigint | string)[]

function keyOf(item: Item): Key {
  switch (item.kind) {
    case 'help':
      return [1, 0, 0, 0, item.place.code, item.place.lotNo]
    case 'survey-unpaid':
      return [1, 1, 0, 0, item.place.code, item.place.lotNo]
    case 'referral':
      return [1, 2, item.id]
    case 'unpaid': {
      const { due, rawDue, daysLate, amount, place, sme } = item
      const end = [-(amount ?? 0n), place.code, place.lotNo]
      if (daysLate > 0) return [2, sme ? 0 : 1, -daysLate, ...end]
      return due ? [4, due, 0, ...end] : [6, rawDue ?? '', 0, ...end]
    }
    case 'clock': {
      const { due, rawDue, daysLate, place, footing, rule } = item
      const end = [place.code, place.lotNo, rule]
      if (daysLate > 0) return [footing.target ? 5 : 3, -daysLate, ...end]
      return due ? [4, due, footing.target ? 2 : 1, ...end] : [6, rawDue ?? '', 1, ...end]
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
