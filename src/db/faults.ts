/** SQLSTATEs of a server that is going, gone, starting, or has no connection left. */
const AWAY_STATES = /^(08...|57P0[1-5]|53300|25P03)$/

/** What the operating system says when nobody answers. ENOENT: the Unix socket is not there. */
const AWAY_SYSTEM =
  /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/

/** Prisma's codes for the same: not reachable, timed out, closed, no connection free, transaction not begun or expired. */
const AWAY_PRISMA = /^(P1001|P1002|P1008|P1011|P1017|P2024|P2028|P2037)$/

/** Our own for the same. */
const AWAY_OURS = /^db\.(no-connection|transaction-expired)$/

/** The driver's kinds, which raw queries pass on without a code. */
const AWAY_KINDS = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/

/** pg gives these no code. */
const AWAY_WORDS =
  /connection terminated|timeout exceeded when trying to connect|not queryable|client was closed|server closed the connection|after calling end on the pool/i

/** The error and everything it was caused by, Prisma's wrapped driver errors included. */
function* chain(error: unknown): Generator<Record<string, unknown>> {
  const seen = new Set<unknown>()
  const waiting = [error]
  while (waiting.length > 0) {
    const next = waiting.shift()
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    const link: Record<string, unknown> = { ...next, message: Reflect.get(next, 'message') }
    yield link
    waiting.push(Reflect.get(next, 'cause'), link.meta, link.driverAdapterError)
    if (Array.isArray(link.errors)) waiting.push(...link.errors)
  }
}

function someLink(error: unknown, test: (code: string, message: string) => boolean): boolean {
  for (const link of chain(error)) {
    const codes = [link.code, link.originalCode, link.kind].filter(
      (code) => typeof code === 'string',
    )
    const message = typeof link.message === 'string' ? link.message : ''
    if ((codes.length > 0 ? codes : ['']).some((code) => test(code, message))) return true
  }
  return false
}

/** A unique key refused the row: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return someLink(error, (code) => code === 'P2002' || code === '23505')
}

/** A statement that divides by the rows it wrote wrote none: it was to fail then (see EndingTx). */
export function isNothingWritten(error: unknown): boolean {
  return someLink(error, (code) => code === '22012')
}

/** PostgreSQL broke a deadlock or a serialisation conflict; the same work may succeed when run again. */
export function isWriteConflict(error: unknown): boolean {
  return someLink(error, (code) => code === 'P2034' || code === '40001' || code === '40P01')
}

/** A wait for a lock was given up (see createPool): someone else is busy with the same rows. */
export function isLockTimeout(error: unknown): boolean {
  return someLink(error, (code) => code === '55P03')
}

/** The database cannot be used now, through no fault of the query: answer 503 and try later. */
export function isDatabaseAway(error: unknown): boolean {
  return someLink(
    error,
    (code, message) =>
      AWAY_STATES.test(code) ||
      AWAY_SYSTEM.test(code) ||
      AWAY_PRISMA.test(code) ||
      AWAY_OURS.test(code) ||
      AWAY_KINDS.test(code) ||
      AWAY_WORDS.test(message),
  )
}
