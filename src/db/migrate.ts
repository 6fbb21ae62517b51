import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { OfficeError, projectRoot } from '../base/index.ts'

/** The lock Prisma's own tools take, so that they and this runner never migrate at the same time. */
const MIGRATION_LOCK = 72_707_369

/** Prisma's own bookkeeping table, as its schema engine creates it. */
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** What the database says of the migrations in the project. */
export interface MigrationState {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
}

/** Where the project keeps its migrations. */
export const migrationsFolder: string = join(projectRoot, 'prisma', 'migrations')

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Compares the database's bookkeeping with the files. Throws what `migrate` throws; changes nothing. */
async function compare(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const rows = await client.query<{ migration_name: string; checksum: string; done: boolean }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS done
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const known = new Map(rows.rows.map((row) => [row.migration_name, row]))
  for (const { migration_name: name, done } of rows.rows) {
    if (!done) throw new OfficeError('db.migration-unfinished', { migration: name })
    if (!migrations.some((migration) => migration.name === name))
      throw new OfficeError('db.migration-unknown', { migration: name })
  }
  for (const { name, checksum } of migrations) {
    const recorded = known.get(name)?.checksum
    if (recorded !== undefined && recorded !== checksum)
      throw new OfficeError('db.migration-changed', { migration: name })
  }
  return migrations.filter(({ name }) => !known.has(name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    const reason = error instanceof Error ? error.message : String(error)
    throw new OfficeError('db.migration-failed', { migration: name, reason }, error)
  }
}

/**
 * Applies the migrations that the database lacks, each in one transaction with its bookkeeping row, and
 * gives their names. Processes racing on one database wait for each other (Prisma's advisory lock).
 * Throws `db.migration-changed` (an applied file was edited), `db.migration-unknown` (the database is
 * newer than this program), `db.migration-unfinished`, `db.migration-failed`.
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'caixiaozhu migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(BOOKKEEPING)
    const pending = await compare(client, readMigrations(folder))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** What is applied and what is not, without changing anything. Throws as `migrate` does. */
export async function migrationState(
  url: string,
  folder = migrationsFolder,
): Promise<MigrationState> {
  const client = new pg.Client({ connectionString: url, application_name: 'caixiaozhu migrate' })
  await client.connect()
  try {
    const migrations = readMigrations(folder)
    const table = await client.query<{ exists: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
    )
    const pending = table.rows[0]?.exists ? await compare(client, migrations) : migrations
    const applied = migrations.filter((migration) => !pending.includes(migration))
    return { applied: applied.map((m) => m.name), pending: pending.map((m) => m.name) }
  } finally {
    await client.end()
  }
}
