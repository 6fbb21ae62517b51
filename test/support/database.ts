import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../src/db/index.ts'
import { databaseUrl, TEMPLATE } from './server.ts'

/** A database that is dropped when the scope ends: `await using office = await officeDatabase()`. */
export interface OfficeDatabase extends Database, AsyncDisposable {}

async function onServer(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('server') })
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}

/** A name that no other test file has. */
async function create(template: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await onServer(`CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY FILE_COPY`)
  return {
    url: databaseUrl(inject('server'), name),
    drop: () => onServer(`DROP DATABASE "${name}" WITH (FORCE)`),
  }
}

/** A migrated, empty database of this file's own. `poolSize` connections at most, 5. */
export async function officeDatabase(poolSize = 5): Promise<OfficeDatabase> {
  const { url, drop } = await create(TEMPLATE)
  const database = openDatabase({ url, poolSize, applicationName: 'caixiaozhu test' })
  return {
    ...database,
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await drop()
    },
  }
}

/** An address with nothing in it, not even tables. */
export async function emptyDatabase(): Promise<{ url: string } & AsyncDisposable> {
  const { url, drop } = await create('template0')
  return { url, [Symbol.asyncDispose]: drop }
}
