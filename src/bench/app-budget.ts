import pg from 'pg'

/** What WeCom lets one app send a minute (doc 90454) is less than this machine can: the bench forgets what was sent. */
export async function openAppBudget(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  return {
    forget: async (): Promise<void> => {
      await client.query('DELETE FROM "AppSend"')
    },
    close: () => client.end(),
  }
}
