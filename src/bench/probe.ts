import { AsyncLocalStorage } from 'node:async_hooks'
import { type IncomingMessage, Server, type ServerResponse } from 'node:http'
import pg from 'pg'

// Loaded into the service before its own code (`node --import`): notes every statement of a turn and when it
// ran, by standing before pg and node:http. Nothing of the service knows of it.

/** A statement of a turn: its short name and when it was sent and answered, in milliseconds after the request. */
export interface Statement {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** One callback as seen inside the service. */
export interface TurnSeen {
  readonly statements: readonly Statement[]
  /** Milliseconds from the request to the end of the answer. */
  readonly total: number
}

/** What the probe saw. */
export interface Seen {
  readonly turns: readonly TurnSeen[]
  /** Statements outside of turns: senders, queue, jobs. */
  readonly others: Readonly<Record<string, number>>
}

interface Open {
  readonly start: number
  readonly statements: Statement[]
  committed: boolean
}

const turns: TurnSeen[] = []
const others = new Map<string, number>()
const here = new AsyncLocalStorage<Open>()

/** `INSERT Push`, `SELECT Lot`: the verb and the tables it is about. */
function nameOf(sql: string): string {
  const text = sql.replace(/\s+/g, ' ').trim()
  if (/pg_advisory_xact_lock/.test(text) && !/INSERT|UPDATE "/.test(text)) return 'lock'
  const written = [...text.matchAll(/(?:INSERT INTO|UPDATE|DELETE FROM) ("?\w+"?(?:\."?\w+"?)?)/g)]
  const tables = [...new Set(written.map(([, table = '']) => table.replaceAll('"', '')))]
  const real = tables.filter((table) => table !== 'SET')
  if (real.length > 0) return `write ${real.join('+')}`
  const [, read] = /FROM ("\w+"|pgboss\.\w+)/.exec(text) ?? []
  return read ? `read ${read.replaceAll('"', '')}` : text.slice(0, 24)
}

const send = pg.Client.prototype.query
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const [first] = given
  const sql = typeof first === 'string' ? first : (first as { text?: string } | null)?.text
  const name = nameOf(sql ?? '')
  const turn = here.getStore()
  const from = performance.now()
  const answer: unknown = Reflect.apply(send, this, given)
  if (!turn || turn.committed) others.set(name, (others.get(name) ?? 0) + 1)
  else {
    const note = (): void => {
      const { start } = turn
      turn.statements.push({ name, from: from - start, to: performance.now() - start })
    }
    if (name === 'COMMIT') turn.committed = true
    if (answer instanceof Promise) answer.then(note, note)
  }
  return answer
} as typeof send

const emit = Server.prototype.emit
Server.prototype.emit = function (this: Server, event: string, ...given: unknown[]): boolean {
  const proceed = (): boolean => Reflect.apply(emit, this, [event, ...given])
  if (event !== 'request') return proceed()
  const [request, response] = given as [IncomingMessage, ServerResponse]
  if (request.method !== 'POST' || !request.url?.startsWith('/wecom/callback')) return proceed()
  const turn: Open = { start: performance.now(), statements: [], committed: false }
  response.once('finish', () => {
    turns.push({ statements: turn.statements, total: performance.now() - turn.start })
  })
  return here.run(turn, proceed)
} as typeof emit

process.on('message', () => {
  const seen: Seen = { turns, others: Object.fromEntries(others) }
  process.send?.(seen)
})
process.channel?.unref()
