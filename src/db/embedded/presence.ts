import pg from 'pg'

/** Held while somebody comes or goes; any number that nothing else uses. */
const DOOR = 5_241_000
const PRESENT = 'caixiaozhu present'

/**
 * That a process uses the embedded server: one connection held for as long as it does. The kernel closes it
 * however the process ends, so that the server itself always knows who is still there.
 */
export interface Presence {
  /** Called once if the connection breaks without our leaving. */
  onLost(listener: () => void): void
  /** Leaves. True when nobody else was there: the server is then ours to stop, and newcomers wait at the door. */
  leave(): Promise<boolean>
}

/** Enters. Throws when the server does not answer, or is being stopped by the last one who left. */
export async function enter(url: string): Promise<Presence> {
  const client = new pg.Client({
    connectionString: url,
    application_name: PRESENT,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  let lost = false
  let leaving = false
  let listener = (): void => undefined
  const breaks = (): void => {
    if (lost || leaving) return
    lost = true
    listener()
  }
  client.on('error', breaks)
  client.on('end', breaks)
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock_shared($1)', [DOOR])
    await client.query('SELECT pg_advisory_unlock_shared($1)', [DOOR])
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return {
    onLost: (heard) => {
      listener = heard
      if (lost) heard()
    },
    leave: async () => {
      if (lost) return false
      leaving = true
      try {
        await client.query('SELECT pg_advisory_lock($1)', [DOOR])
        const others = await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()`,
          [PRESENT],
        )
        if (others.rowCount === 0) return true
        // Of two who leave at once the second must not count the first, whose connection may still be closing.
        await client.query("SET application_name = 'caixiaozhu leaving'")
        await client.end()
        return false
      } catch {
        return false
      }
    },
  }
}
