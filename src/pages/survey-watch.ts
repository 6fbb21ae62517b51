import type { RouterContext } from '@koa/router'
import { tokenHash } from '../base/index.ts'
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
  readonly unit: string
}

interface Used {
  readonly unit: string
  readonly openedAt?: number
  readonly flatAt?: number
}

/** Links remembered of a day at most: a flood must not fill the memory. */
const MOST_LINKS = 20_000

/**
 * All of it lives in the memory of one day: links as hashes under names of addresses that nobody can compute the next
 * day. After a restart or at midnight it begins anew, and says less rather than too much.
 */
export function createSurveyWatch(
  policy: Pick<SurveyPolicy, 'perAddress' | 'signs'>,
  means: DayMeans,
): SurveyWatch {
  const { signs } = policy
  const within = createAddressGuard(policy.perAddress, means)
  const memory = createDayMemory(() => new LinksByAddress(), means)
  const now = (): number => means.clock.now().getTime()
  return {
    within,
    opened(ctx, link) {
      const { kept, nameOf } = memory.today()
      kept.note(nameOf(ctx), link, { openedAt: now() })
    },
    signsOf(ctx, link, marks) {
      const { kept, nameOf } = memory.today()
      const at = now()
      const flat = marks.every((mark) => mark === marks[0])
      const place = kept.note(nameOf(ctx), link, flat ? { flatAt: at } : {})
      const own = place.get(tokenHash(link.token))
      const used = [...place.values()]
      const flats = used.filter(
        ({ flatAt }) => flatAt !== undefined && at - flatAt <= signs.sameMarks.minutes * 60_000,
      )
      const ofUnit = used.filter(({ unit }) => unit === link.unit)
      const openFor = own?.openedAt === undefined ? Number.POSITIVE_INFINITY : at - own.openedAt
      const seen: Readonly<Record<Sign, boolean>> = {
        SAME_MARKS: flat && flats.length >= signs.sameMarks.answers,
        ONE_PLACE: ofUnit.length >= signs.onePlaceLinks,
        HASTY: openFor < signs.hastySeconds * 1000,
      }
      return SIGNS.filter((sign) => seen[sign])
    },
  }
}

class LinksByAddress {
  readonly #places = new Map<string, Map<string, Used>>()
  #links = 0

  /** Adds to what is known of a link at an address; everything known there. */
  note(
    address: string,
    { token, unit }: WatchedLink,
    more: Omit<Used, 'unit'>,
  ): ReadonlyMap<string, Used> {
    const place = this.#places.get(address) ?? new Map<string, Used>()
    const link = tokenHash(token)
    const known = place.get(link)
    if (!known) this.#links += 1
    place.set(link, { ...known, ...more, unit })
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
