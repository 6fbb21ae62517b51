import type { Clock, Entropy } from '../../base/index.ts'
import { type Answer, done, refuse } from './answers.ts'
import { syncRequest } from './kf-rules.ts'

const KEPT_MS = 3 * 86_400_000
const TOKEN_MS = 10 * 60_000
/** Without a token of a callback the limit is strict; the document gives no figure. */
const BARE_A_MINUTE = 10

interface Entry {
  readonly seq: number
  readonly at: number
  readonly item: object
}

/** What happened at an account, to be fetched by cursor (doc 94670). */
export interface KfLog {
  /** Notes something; the entry lacks only msgid and time. */
  add(entry: Readonly<Record<string, unknown>>): void
  /** A token as a callback carries it. */
  newToken(): string
  sync(json: unknown): Answer
  /** No cursor handed out so far is known any more. */
  forgetCursors(): void
  /** Entries come back latest first from now on, over all pages of a fetch, as the network may bring them. */
  shuffle(on: boolean): void
  /** At most so many entries a page, however many are asked for. */
  pageSize(most: number): void
}

/** An empty log of one account. */
export function createKfLog(kfId: string, clock: Clock, entropy: Entropy): KfLog {
  const entries: Entry[] = []
  const tokens = new Map<string, number>()
  /** What comes after a cursor: what its fetch had not given yet, then all that is newer. */
  interface Place {
    readonly owed: readonly Entry[]
    readonly after: number
  }
  let cursors = new Map<string, Place>()
  let bare: number[] = []
  let seq = 0
  let shuffled = false
  let most = Number.POSITIVE_INFINITY
  const now = (): number => clock.now().getTime()

  function refusal(token: string): Answer | undefined {
    if (token !== '') {
      const until = tokens.get(token)
      return until === undefined || until <= now() ? refuse(95007, 'invalid msgtoken') : undefined
    }
    bare = [...bare.filter((at) => at > now() - 60_000), now()]
    return bare.length > BARE_A_MINUTE ? refuse(45009, 'api freq out of limit') : undefined
  }

  return {
    add(entry) {
      seq += 1
      const msgid = `kf${seq}${entropy.bytes(6).toString('hex')}`
      const item = { msgid, send_time: Math.floor(now() / 1000), ...entry }
      entries.push({ seq, at: now(), item })
    },
    newToken() {
      const token = `ENC${entropy.bytes(12).toString('base64url')}`
      tokens.set(token, now() + TOKEN_MS)
      return token
    },
    sync(json) {
      const read = syncRequest.safeParse(json)
      if (!read.success) return refuse(40058, 'invalid request')
      const { cursor = '', token = '', limit, open_kfid } = read.data
      if (open_kfid !== kfId) return refuse(95000, 'invalid open_kfid')
      const refused = refusal(token)
      if (refused) return refused
      const place = cursor === '' ? { owed: [], after: 0 } : cursors.get(cursor)
      if (!place) return refuse(40058, 'invalid cursor')
      const newer = entries.filter(({ seq: n }) => n > place.after)
      const left = [...place.owed, ...(shuffled ? newer.reverse() : newer)].filter(
        ({ at }) => at > now() - KEPT_MS,
      )
      const size = Math.min(limit, most)
      const next = entropy.bytes(12).toString('base64url')
      cursors.set(next, { owed: left.slice(size), after: seq })
      return done({
        next_cursor: next,
        has_more: left.length > size ? 1 : 0,
        msg_list: left.slice(0, size).map(({ item }) => item),
      })
    },
    forgetCursors() {
      cursors = new Map()
    },
    shuffle(on) {
      shuffled = on
    },
    pageSize(to) {
      most = to
    },
  }
}
