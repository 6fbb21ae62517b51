import { expect } from 'vitest'
import type { FakeWecom } from '../../src/simulator/fake-wecom/index.ts'

/** What somebody is to read: a piece of text that stands in one message, and in no other of that phone. */
export interface Owed {
  readonly to: string
  readonly says: string
}

/** Recovery of every fault, at most: from its end until the last message is on its phone. */
const RECOVERY_MS = 60_000

/**
 * The verdict on a fault, by what the phones of the fake WeCom show and by nothing of ours: lost 0, twice 0, and
 * everything there within a minute of `since`, when the fault was over.
 */
export function expectRecovered(
  wecom: Pick<FakeWecom, 'phone' | 'dropped'>,
  owed: readonly Owed[],
  since: Date,
): void {
  const found = owed.map(({ to, says }) => ({
    name: `${to} ${says}`,
    at: wecom
      .phone(to)
      .filter((item) => item.from === 'app' && JSON.stringify(item).includes(says))
      .map((item) => item.at.getTime()),
  }))
  const dropped = [...new Set(owed.map(({ to }) => to))].filter((to) => wecom.dropped(to) > 0)
  expect({
    lost: found.filter(({ at }) => at.length === 0).map(({ name }) => name),
    twice: found.filter(({ at }) => at.length > 1).map(({ name }) => name),
    dropped,
  }).toEqual({ lost: [], twice: [], dropped: [] })
  const last = Math.max(...found.flatMap(({ at }) => at))
  expect(last - since.getTime(), 'milliseconds until all was there').toBeLessThan(RECOVERY_MS)
}
