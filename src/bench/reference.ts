import pg from 'pg'
import { createLog, systemClock, systemEntropy } from '../base/index.ts'
import { callbackRoutes, createHttpServer } from '../http/index.ts'
import { callbackKeys } from '../wecom/index.ts'
import { BENCH_APP } from './wecom.ts'

// What no callback can do without: the same HTTP server verifies and decrypts, one row is inserted durably
// by plain SQL, the answer is encrypted. Everything the product does beyond that is measured against it.
const [port, databaseUrl] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
await pool.query(`CREATE TABLE IF NOT EXISTS "BenchReference" (
  "key" text PRIMARY KEY, "userid" text NOT NULL, "body" text NOT NULL, "at" timestamptz NOT NULL)`)

const routes = callbackRoutes({
  clock: systemClock,
  entropy: systemEntropy,
  keys: callbackKeys({
    token: BENCH_APP.token,
    encodingAesKey: BENCH_APP.aesKey,
    receiveId: BENCH_APP.corpId,
  }),
  async receive(inbound, xml) {
    await pool.query({
      name: 'insert',
      text: `INSERT INTO "BenchReference" VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      values: [inbound.dedupeKey, inbound.userKey, xml, systemClock.now()],
    })
    return { kind: 'text', text: 'ok' }
  },
  noticed: async () => ({ kind: 'empty' }),
  contactChanged: async () => ({ kind: 'empty' }),
})
const server = createHttpServer({
  routes,
  log: createLog('info'),
  isAway: () => false,
  explain: () => '',
})
server.listen(Number(port), '127.0.0.1')
process.on('disconnect', () => process.exit(0))
server.on('listening', () => process.send?.('ready'))
