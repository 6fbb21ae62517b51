import type pg from 'pg'
import { OfficeError } from '../base/index.ts'
import { personLock } from './locks.ts'
import { sqlOn, type Tx } from './sql.ts'
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

/**
 * Runs the work once, in one READ COMMITTED transaction. The person's lock costs no round trip of its own.
 * Throws `db.no-connection` and `db.transaction-expired` beside what the work and PostgreSQL throw.
 */
export async function runSql<T>(
  pool: pg.Pool,
  nameOf: StatementName,
  work: (tx: Tx) => Promise<T>,
  bounds: SqlBounds,
): Promise<T> {
  const client = await connectionOf(pool, bounds.maxWait)
  // A connection that breaks says so to the query under way; unheard, the event would end the process.
  const ignore = (): void => undefined
  client.on('error', ignore)
  let broken: Error | undefined
  const expiry = expireAfter(bounds.timeout)
  try {
    const begin = bounds.person === undefined ? 'BEGIN' : `BEGIN; ${personLock(bounds.person)}`
    return await expiry.race(async () => {
      await client.query(begin)
      const result = await work(sqlOn(client, nameOf))
      await client.query('COMMIT')
      return result
    })
  } catch (error) {
    broken = await rolledBack(client, expiry.expired())
    throw error
  } finally {
    expiry.clear()
    client.removeListener('error', ignore)
    client.release(broken)
  }
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
