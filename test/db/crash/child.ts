import { writeSync } from 'node:fs'
import pg from 'pg'
import { silentLog } from '../../../src/base/index.ts'
import { openEmbedded } from '../../../src/db/embedded/open.ts'

/** Commits numbers one after another and says each after its commit, until it is killed. */
const [, , dataDir = '', from = '0'] = process.argv
const server = await openEmbedded({ dataDir, log: silentLog })
const client = new pg.Client({ connectionString: server.url })
client.on('error', () => process.exit(3))
await client.connect()
await client.query('CREATE TABLE IF NOT EXISTS promise (n int PRIMARY KEY)')
for (let n = Number(from); ; n++) {
  await client.query('INSERT INTO promise VALUES ($1)', [n])
  writeSync(1, `${n}\n`)
}
