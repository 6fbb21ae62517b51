import type { RouterContext } from '@koa/router'
import { SIGNS, type Sign, type SurveyPolicy } from '../surveys/index.ts'
import { createAddressGuard, createDayMemory, type DayMeans } from './address-guard.ts'

/** Notices what looks like stuffing. It refuses a flood and otherwise only says what it saw. */
export interface SurveyWatch {
  /** Whether the address is within its limit; counts the request. */
  within(ctx: RouterContext): Promise<boolean>
  /** A form was shown. */
  opened(ctx: RouterContext, link: WatchedLink): void
  /** What is odd about an answer. The same link again says the same, so a doubled submission counts once. */
  signsOf(ctx: RouterContext, link: WatchedLink, marks: readonly number[]): Sign[]
}

interface WatchedLink {
  readonly token: string
  readonly party: string
  readonly unit: string
}

/** A link as it is remembered: hashes. */
interface Used {
  readonly party: string
  readonly unit: string
  readonly openedAt?: number
  readonly flatAt?: number
}

/** Links remembered of a day at most: a flood must not fill the memory. */
const MOST_LINKS = 20_000

/**
 * All of it lives in the memory of one day: addresses, links and names as hashes that nobody can compute the next day.
 * After a restart or at midnight it begins anew, and says less rather than too much. One party with several surveys is
 * nothing odd: what is counted are parties.
 */
export function createSurveyWatch(
  policy: Pick<SurveyPolicy, 'perAddress' | 'signs'>,
  means: DayMeans,
): SurveyWatch {
  const { signs } = policy
  const within = createAddressGuard(policy.perAddress, means)
  const memory = createDayMemory(() => new LinksByAddress(), means)
  const now = (): number => means.clock.now().getTime()

  function note(ctx: RouterContext, link: WatchedLink, more: Pick<Used, 'openedAt' | 'flatAt'>) {
    const { kept, nameOf, hashOf } = memory.today()
    const named = { party: hashOf(link.party), unit: hashOf(link.unit) }
    const key = hashOf(link.token)
    const place = kept.note(nameOf(ctx), key, { ...named, ...more })
    return { own: place.get(key), all: [...place.values()], unit: named.unit }
  }

  return {
    within,
    opened(ctx, link) {
      note(ctx, link, { openedAt: now() })
    },
    signsOf(ctx, link, marks) {
      const at = now()
      const flat = marks.every((mark) => mark === marks[0])
      const { own, all, unit } = note(ctx, link, flat ? { flatAt: at } : {})
      const since = at - signs.sameMarks.minutes * 60_000
      const openFor = own?.openedAt === undefined ? Number.POSITIVE_INFINITY : at - own.openedAt
      const seen: Readonly<Record<Sign, boolean>> = {
        SAME_MARKS:
          flat &&
          parties(all.filter(({ flatAt = 0 }) => flatAt >= since)) >= signs.sameMarks.parties,
        ONE_PLACE: parties(all.filter((used) => used.unit === unit)) >= signs.onePlaceParties,
        HASTY: openFor < signs.hastySeconds * 1000,
      }
      return SIGNS.filter((sign) => seen[sign])
    },
  }
}

const parties = (used: readonly Used[]): number => new Set(used.map(({ party }) => party)).size

class LinksByAddress {
  readonly #places = new Map<string, Map<string, Used>>()
  #links = 0

  /** Adds to what is known of a link at an address; everything known there. */
  note(address: string, link: string, used: Used): ReadonlyMap<string, Used> {
    const place = this.#places.get(address) ?? new Map<string, Used>()
    const known = place.get(link)
    if (!known) this.#links += 1
    place.set(link, { ...known, ...used })
    this.#places.set(address, place)
    this.#forget(address)
    return place
  }

  /** The places that were noted first go first. */
  #forget(spared: string): void {
    for (const [address, place] of this.#places) {
      if (this.#links <= MOST_LINKS) return
      if (address === spared) continue
      this.#links -= place.size
      this.#places.delete(address)
    }
  }
}
