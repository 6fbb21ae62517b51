import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { silentLog } from '../../src/base/index.ts'
import { createBoss, migrate, openEmbedded } from '../../src/db/index.ts'
import { databaseUrl, TEMPLATE } from './server.ts'

let stop = async (): Promise<void> => undefined

const MEMORY = '/dev/shm'
/** What all databases of a run may come to, with room to spare. */
const ROOM = 2 * 1024 ** 3

/**
 * Where the run's databases are kept: each has some 750 files, which a disk takes half a second to make. In memory
 * where there is room; what has to outlive a crash is tested on clusters of its own.
 */
async function quickFolder(): Promise<string> {
  const free = await statfs(MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0, // no Linux, or none in memory
  )
  return free > ROOM ? MEMORY : tmpdir()
}

/** One PostgreSQL for the whole run, with a migrated database that each test file clones. */
export async function setup(project: TestProject): Promise<void> {
  const dataDir = await mkdtemp(join(await quickFolder(), 'caixiaozhu-test-'))
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
