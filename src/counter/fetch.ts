import { forgetCursor, type Lease, lease } from './account.ts'
import { keepFetched } from './inbox.ts'
import type { CounterMeans } from './parts.ts'
import { spokenIn } from './words.ts'

/** Pages of one fetch: WeCom gives a thousand a page, and three days at most. */
const PAGES = 50

/** How a fetch ended. */
export type Fetched =
  | { readonly kind: 'done'; readonly wantedAt: Date | null }
  /** Another process is at the account. */
  | { readonly kind: 'taken' }
  /**
   * WeCom is away or refuses: the next look tries again. `partly`: some of it is here, and what is still to come may
   * have been said before it.
   */
  | { readonly kind: 'later'; readonly partly: boolean }

/**
 * Fetches everything new of the account. A token that is no good is left out, a cursor that is not known is forgotten:
 * then the last three days come again, and everything acted on is known by its msgid.
 */
export async function fetchNew(means: CounterMeans, whose: Lease): Promise<Fetched> {
  const { database, clock, kf, words, complaints } = means
  const isComplaint = (text: string): boolean =>
    complaints.isComplaint(text) || spokenIn(text, words)?.kind === 'complain'
  const { openKfId } = whose
  let withToken = true
  let partly = false
  for (let page = 0; page < PAGES; page++) {
    const place = await lease(database.sql, whose, clock.now())
    if (!place) return { kind: 'taken' }
    const { cursor, token, wantedAt } = place
    const got = await kf.sync({
      openKfId,
      ...(cursor !== undefined && { cursor }),
      ...(withToken && token !== undefined && { token }),
    })
    if (got.kind === 'page') {
      const { items, nextCursor, more } = got
      const kept = await database.sqlTransaction((tx) =>
        keepFetched(tx, whose, { items, cursor: nextCursor, isComplaint }, clock.now()),
      )
      if (!kept) return { kind: 'taken' }
      if (!more) return { kind: 'done', wantedAt }
      partly = true
      continue
    }
    if (got.kind === 'unknown' || got.class !== 'payload') return { kind: 'later', partly }
    if (withToken && token !== undefined) withToken = false
    else if (cursor !== undefined) await forgetCursor(database.sql, whose)
    else return { kind: 'later', partly }
  }
  return { kind: 'later', partly }
}
