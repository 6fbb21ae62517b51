import pg from 'pg'

/** A connection to be had, or an answer that there is none, in milliseconds. */
const CONNECT_TIMEOUT = 2_000

/** Settings every connection starts with, so that no transaction spends a round trip on them. */
const SESSION = [
  // A waiter gives up while a message's transaction (4 s) still has time to say so.
  'lock_timeout=3000',
  // A node that stops in the middle of a transaction must not hold its locks for ever.
  'idle_in_transaction_session_timeout=15000',
  'default_transaction_isolation=read\\ committed',
  'timezone=UTC',
  // Statements are kept by name, and planning one of a turn anew each time costs more than running it.
  'plan_cache_mode=force_generic_plan',
  // Such a plan may have been made while its tables were empty: by index, whatever they hold by then.
  'enable_seqscan=off',
]

/** A pool that survives a restart of PostgreSQL: broken connections are dropped and replaced. */
export function createPool(options: {
  readonly url: string
  readonly poolSize?: number
  readonly applicationName?: string
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 6,
    application_name: options.applicationName ?? 'caixiaozhu',
    options: SESSION.map((setting) => `-c ${setting}`).join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // What does not depend on the answer before is sent without waiting for it.
    pipeline: true,
  })
  // Without a listener an idle connection that breaks would end the process; the pool has already dropped it.
  pool.on('error', () => undefined)
  return pool
}
