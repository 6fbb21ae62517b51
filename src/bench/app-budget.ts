import pg from 'pg'

/** How often what was sent is forgotten. */
const EVERY_MS = 1_000

/** What WeCom lets one app send a minute (doc 90454) is less than this machine can: the bench forgets what was sent. */
export async function openAppBudget(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const forget = async (): Promise<void> => {
    await client.query('DELETE FROM "AppSend"')
  }
  // A minute's budget lasts for less than the warm-up.
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = forget()
  }, EVERY_MS)
  return {
    async close(): Promise<void> {
      clearInterval(timer)
      await last
      await client.end()
    },
  }
}
