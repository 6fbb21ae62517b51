import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { silentLog } from '../../src/base/index.ts'
import { createBoss, migrate, openEmbedded } from '../../src/db/index.ts'
import { databaseUrl, TEMPLATE } from './server.ts'

let stop = async (): Promise<void> => undefined

/** One PostgreSQL for the whole run, with a migrated database that each test file clones. */
export async function setup(project: TestProject): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'caixiaozhu-test-'))
  const settings = { max_connections: '200', autovacuum: 'off', shared_buffers: '64MB' }
  const server = await openEmbedded({ dataDir, log: silentLog, durable: false, settings })
  stop = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true })
  }
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`CREATE DATABASE "${TEMPLATE}"`)
  await admin.end()
  const url = databaseUrl(server.url, TEMPLATE)
  await migrate(url)
  // pg-boss installs its own schema, once for all clones.
  await (await createBoss({ url, log: silentLog, queues: [], supervise: false })).stop()
  project.provide('server', server.url)
}

/** Stops that PostgreSQL and removes its folder. */
export async function teardown(): Promise<void> {
  await stop()
}
