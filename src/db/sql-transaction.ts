import type pg from 'pg'
import { OfficeError } from '../base/index.ts'
import type { Prisma } from './generated/client.ts'
import { personLock } from './locks.ts'
import { type OrderedTx, sendTogether, sqlOn } from './sql.ts'
import type { StatementName } from './statement-names.ts'

/** How one run of the work is bounded. */
export interface SqlBounds {
  /** Milliseconds for a free connection. */
  readonly maxWait: number
  /** Milliseconds from BEGIN to COMMIT. */
  readonly timeout: number
  /** 企业微信账号: from the start of the transaction to its end nobody else acts for that person. */
  readonly person?: string
}

/** A transaction by SQL whose last statement may end it. */
export interface EndingTx extends OrderedTx {
  /**
   * The rows of the last statement, which shares its round trip with COMMIT: once they are here, all is kept. It
   * must fail by itself where nothing is to be kept. Nothing may be asked after it.
   */
  $commitRaw<T = unknown>(query: Prisma.Sql): Promise<T>
}

/**
 * Runs the work once, in one READ COMMITTED transaction. BEGIN and the person's lock share a round trip with the
 * work's first statement, which PostgreSQL does not begin before it has the lock: what the work does before that
 * first answer, it does without the lock.
 * Throws `db.no-connection` and `db.transaction-expired` beside what the work and PostgreSQL throw.
 */
export async function runSql<T>(
  pool: pg.Pool,
  nameOf: StatementName,
  work: (tx: EndingTx) => Promise<T>,
  bounds: SqlBounds,
): Promise<T> {
  const client = await connectionOf(pool, bounds.maxWait)
  // A connection that breaks says so to the query under way; unheard, the event would end the process.
  const ignore = (): void => undefined
  client.on('error', ignore)
  let broken: Error | undefined
  const expiry = expireAfter(bounds.timeout)
  sendTogether(client)
  const begin = bounds.person === undefined ? 'BEGIN' : `BEGIN; ${personLock(bounds.person)}`
  const begun = client.query(begin).then(
    () => undefined,
    (failure: unknown) => ({ failure }),
  )
  try {
    return await expiry.race(async () => {
      const { tx, end } = endingTx(client, nameOf)
      const result = await work(tx)
      await end()
      return result
    })
  } catch (error) {
    const expired = expiry.expired()
    // Without its beginning the rest could only fail, and would not say why.
    const first = expired ? undefined : await begun
    broken = await rolledBack(client, expired)
    throw first ? first.failure : error
  } finally {
    expiry.clear()
    client.removeListener('error', ignore)
    client.release(broken)
  }
}

function endingTx(client: pg.PoolClient, nameOf: StatementName) {
  const sql = sqlOn(client, nameOf)
  let ended = false
  const commit = async (): Promise<void> => {
    // PostgreSQL answers ROLLBACK where something failed before.
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new Error('the transaction had failed before its end')
  }
  const tx: EndingTx = {
    ...sql,
    inOrder: true,
    async $commitRaw<R>(query: Prisma.Sql) {
      ended = true
      const asked = sql.$queryRaw<R>(query)
      const committed = commit()
      // Why the statement failed is told, not that the commit could not follow.
      committed.catch(() => undefined)
      const rows = await asked
      await committed
      return rows
    },
  }
  return { tx, end: async () => (ended ? undefined : commit()) }
}

/** Ends what was begun; gives why the connection must be thrown away, if it must. */
async function rolledBack(client: pg.PoolClient, expired: boolean): Promise<Error | undefined> {
  // Something may still be under way on it: PostgreSQL rolls back when the connection goes.
  if (expired) return new Error('expired')
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function expireAfter(milliseconds: number) {
  let expired = false
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    expired: () => expired,
    clear: () => clearTimeout(timer),
    race<T>(work: () => Promise<T>): Promise<T> {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          expired = true
          reject(new OfficeError('db.transaction-expired', { milliseconds }))
        }, milliseconds)
      })
      const done = work()
      // After the end of the time nobody listens to what the work comes to.
      done.catch(() => undefined)
      return Promise.race([done, late])
    },
  }
}

/** A free connection within the time; one that comes later goes back. */
async function connectionOf(pool: pg.Pool, maxWait: number): Promise<pg.PoolClient> {
  const coming = pool.connect()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), maxWait)
  })
  const client = await Promise.race([coming, late]).finally(() => clearTimeout(timer))
  if (client) return client
  coming.then(
    (unused) => unused.release(),
    () => undefined,
  )
  throw new OfficeError('db.no-connection', { milliseconds: maxWait })
}
