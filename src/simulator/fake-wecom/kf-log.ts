import type { Clock, Entropy } from '../../base/index.ts'
import { type Answer, done, refuse } from './answers.ts'
import { syncRequest } from './kf-rules.ts'

const KEPT_MS = 3 * 86_400_000
const TOKEN_MS = 10 * 60_000
/** Without a token of a callback the limit is strict; the document gives no figure. */
const BARE_A_MINUTE = 10

/** What happened at an account, to be fetched by cursor (doc 94670). */
export interface KfLog {
  /** Notes something; the entry lacks only msgid and time. */
  add(entry: Readonly<Record<string, unknown>>): void
  /** A token as a callback carries it. */
  newToken(): string
  sync(json: unknown): Answer
  /** No cursor handed out so far is known any more. */
  forgetCursors(): void
  /** Entries come back out of their order from now on, as the network may bring them. */
  shuffle(on: boolean): void
}

/** An empty log of one account. */
export function createKfLog(kfId: string, clock: Clock, entropy: Entropy): KfLog {
  const entries: { readonly seq: number; readonly at: number; readonly item: object }[] = []
  const tokens = new Map<string, number>()
  let cursors = new Map<string, number>()
  let bare: number[] = []
  let seq = 0
  let shuffled = false
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
      const after = cursor === '' ? 0 : cursors.get(cursor)
      if (after === undefined) return refuse(40058, 'invalid cursor')
      const left = entries.filter((entry) => entry.seq > after && entry.at > now() - KEPT_MS)
      const page = left.slice(0, limit)
      const next = entropy.bytes(12).toString('base64url')
      cursors.set(next, page.at(-1)?.seq ?? after)
      const items = page.map(({ item }) => item)
      return done({
        next_cursor: next,
        has_more: left.length > page.length ? 1 : 0,
        msg_list: shuffled ? items.reverse() : items,
      })
    },
    forgetCursors() {
      cursors = new Map()
    },
    shuffle(on) {
      shuffled = on
    },
  }
}
