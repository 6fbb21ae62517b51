import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, migrationState } from '../../src/db/index.ts'
import { emptyDatabase } from '../support/database.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caixiaozhu-migrations-'))
  await write('20260101000000_one', 'CREATE TABLE one (n int)')
  await write('20260102000000_two', 'CREATE TABLE two (n int); INSERT INTO two VALUES (2)')
})
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('three that race on an empty database apply each migration once', async () => {
  await using empty = await emptyDatabase()
  const applied = await Promise.all([1, 2, 3].map(() => migrate(empty.url)))
  expect(applied.flat()).toHaveLength(new Set(applied.flat()).size)
  const recorded = await rows(empty.url, 'SELECT migration_name FROM _prisma_migrations')
  expect(recorded).toHaveLength(applied.flat().length)
  expect(recorded.length).toBeGreaterThan(1)
  expect(await migrate(empty.url)).toEqual([])
})

test('the state says what is applied and what is not, and changes nothing', async () => {
  await using empty = await emptyDatabase()
  const names = ['20260101000000_one', '20260102000000_two']
  expect(await migrationState(empty.url, folder)).toEqual({ applied: [], pending: names })
  expect(await migrate(empty.url, folder)).toEqual(names)
  expect(await migrationState(empty.url, folder)).toEqual({ applied: names, pending: [] })
})

test('a migration edited after it was applied is refused by name', async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.url, folder)
  const edited = await mkdtemp(join(tmpdir(), 'caixiaozhu-migrations-'))
  await cp(folder, edited, { recursive: true })
  await writeFile(join(edited, '20260101000000_one', 'migration.sql'), 'CREATE TABLE other (n int)')
  const refusal = { code: 'db.migration-changed', fields: { migration: '20260101000000_one' } }
  await expect(migrate(empty.url, edited)).rejects.toMatchObject(refusal)
  await expect(migrationState(empty.url, edited)).rejects.toMatchObject(refusal)
  await rm(edited, { recursive: true })
})

test('a database newer than the program is refused', async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.url, folder)
  await expect(migrate(empty.url)).rejects.toMatchObject({ code: 'db.migration-unknown' })
})

test('a migration that fails leaves nothing of itself, and the ones before it stay', async () => {
  await using empty = await emptyDatabase()
  const broken = await mkdtemp(join(tmpdir(), 'caixiaozhu-migrations-'))
  await cp(folder, broken, { recursive: true })
  await mkdir(join(broken, '20260103000000_three'))
  const sql = 'CREATE TABLE three (n int); SELECT nonsense'
  await writeFile(join(broken, '20260103000000_three', 'migration.sql'), sql)
  const refusal = { code: 'db.migration-failed', fields: { migration: '20260103000000_three' } }
  await expect(migrate(empty.url, broken)).rejects.toMatchObject(refusal)
  expect(await rows(empty.url, "SELECT to_regclass('three') AS three")).toEqual([{ three: null }])
  expect(await rows(empty.url, 'SELECT n FROM two')).toEqual([{ n: 2 }])
  expect(await migrationState(empty.url, broken)).toMatchObject({
    pending: ['20260103000000_three'],
  })
  await rm(broken, { recursive: true })
})

test("Prisma's own tools find their table as they made it", async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.url)
  const [row] = await rows(
    empty.url,
    'SELECT checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps FROM _prisma_migrations',
  )
  expect(row).toEqual({
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    finished: true,
    steps: 1,
  })
})
