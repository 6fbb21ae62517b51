import { z } from 'zod'
import type { Exchange } from './fake-wecom/index.ts'
import type { ExchangeView } from './views.ts'

/** Exchanges kept a person; the oldest go first. */
const KEPT = 60

const addressed = z.object({
  touser: z.string().optional(),
  userids: z.array(z.string()).optional(),
})

/** What the fake server received and sent, by the person it was about; exchanges about nobody are everybody's. */
export interface ExchangeRecord {
  add(exchange: Exchange): { readonly userids: readonly string[]; readonly view: ExchangeView }
  /** Those of a person and of nobody, oldest first. */
  of(userid: string): readonly ExchangeView[]
}

/** An empty record. It lives as long as the process: it is for looking, not for keeping. */
export function createExchangeRecord(): ExchangeRecord {
  const kept = new Map<string, ExchangeView[]>()
  let last = 0
  const list = (userid: string): ExchangeView[] => kept.get(userid) ?? []
  return {
    add(exchange) {
      last += 1
      const view: ExchangeView = { ...exchange, id: last, at: exchange.at.toISOString() }
      const userids = peopleOf(exchange)
      for (const userid of userids.length > 0 ? userids : ['']) {
        kept.set(userid, [...list(userid), view].slice(-KEPT))
      }
      return { userids, view }
    },
    of: (userid) => [...list(''), ...list(userid)].sort((a, b) => a.id - b.id),
  }
}

function peopleOf(exchange: Exchange): string[] {
  if (exchange.kind === 'callback') return [exchange.userId.toLowerCase()]
  const { touser = '', userids = [] } = addressed.safeParse(exchange.request).data ?? {}
  const names = [...touser.split('|'), ...userids].filter((name) => name !== '')
  return [...new Set(names.map((name) => name.toLowerCase()))]
}
