import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { silentLog } from '../../src/base/index.ts'
import { type Embedded, isDatabaseAway, openDatabase, openEmbedded } from '../../src/db/index.ts'
import { postmasterPid } from '../support/postmaster.ts'

let place: string

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'caixiaozhu-embedded-'))
})
afterAll(() => rm(place, { recursive: true }))

const open = (dataDir: string): Promise<Embedded> =>
  openEmbedded({ dataDir, log: silentLog, durable: false })

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ answer: unknown }>(`SELECT ${sql} AS answer`)
    return rows[0]?.answer
  } finally {
    await client.end()
  }
}

describe('an office in a folder that others cannot enter, with a path too long for a socket', () => {
  let dataDir: string

  beforeAll(async () => {
    const locked = join(place, 'locked')
    dataDir = join(locked, 'a-rather-long-name-'.repeat(6), 'data')
    await mkdir(locked, { mode: 0o700 })
    await chmod(place, 0o700)
  })

  test('starts, and keeps its folders to itself', async () => {
    const server = await open(dataDir)
    expect(await ask(server.url, '1')).toBe(1)
    expect(await ask(server.url, "current_setting('server_encoding')")).toBe('UTF8')
    for (const folder of [dataDir, join(dataDir, 'postgres')])
      expect((await stat(folder)).mode & 0o077).toBe(0)
    await server.stop()
    expect(postmasterPid(dataDir)).toBeUndefined()
  })

  test('does not run as root', async () => {
    const server = await open(dataDir)
    const status = await readFile(`/proc/${postmasterPid(dataDir)}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:\s+0\s/m)
    await server.stop()
  })

  test('is shared by two, and stopped by the last of them, whoever started it', async () => {
    const first = await open(dataDir)
    const second = await open(dataDir)
    const pid = postmasterPid(dataDir)
    await first.stop()
    expect(await ask(second.url, '1')).toBe(1)
    expect(postmasterPid(dataDir)).toBe(pid)
    await second.stop()
    expect(postmasterPid(dataDir)).toBeUndefined()
  })

  test('two that start, and two that leave, at the same moment agree', async () => {
    const both = await Promise.all([open(dataDir), open(dataDir)])
    for (const { url } of both) expect(await ask(url, '1')).toBe(1)
    await Promise.all(both.map((server) => server.stop()))
    expect(postmasterPid(dataDir)).toBeUndefined()
  })

  test('one that comes while the last one leaves finds a server', async () => {
    const leaving = await open(dataDir)
    const [, coming] = await Promise.all([leaving.stop(), open(dataDir)])
    expect(await ask(coming.url, '1')).toBe(1)
    await coming.stop()
    expect(postmasterPid(dataDir)).toBeUndefined()
  })

  test('gets its server back when that is killed, and the pool recovers by itself', async () => {
    const server = await open(dataDir)
    const database = openDatabase({ url: server.url })
    await database.ping()
    const pid = postmasterPid(dataDir)
    if (pid) process.kill(pid, 'SIGKILL')
    const failures: unknown[] = []
    await vi.waitFor(
      async () => {
        await database.ping().catch((error: unknown) => {
          failures.push(error)
          throw error
        })
        expect(postmasterPid(dataDir)).not.toBe(pid)
      },
      { timeout: 15_000, interval: 10 },
    )
    expect(failures.filter((error) => !isDatabaseAway(error))).toEqual([])
    await database.close()
    await server.stop()
    expect(postmasterPid(dataDir)).toBeUndefined()
  })

  test('starts although a lock file from before a power cut names a living process', async () => {
    const lock = [process.pid, dataDir, 1, 5432, '', '', '', 'ready', ''].join('\n')
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), lock, { mode: 0o600 })
    const server = await open(dataDir)
    expect(await ask(server.url, '1')).toBe(1)
    await server.stop()
  })

  test('clears away what a process killed while creating it has left', async () => {
    const other = join(place, 'half')
    const draft = join(other, 'postgres.new-99999999')
    await mkdir(draft, { recursive: true })
    const server = await open(other)
    expect(existsSync(draft)).toBe(false)
    await server.stop()
  })

  test('is not opened with a PostgreSQL of another version', async () => {
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n')
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'db.cluster-other-version',
      fields: { found: '15', needed: '18' },
    })
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n')
  })

  test('says what PostgreSQL said when it does not start', async () => {
    const broken = openEmbedded({ dataDir, log: silentLog, settings: { shared_buffers: 'much' } })
    await expect(broken).rejects.toMatchObject({
      code: 'db.server-did-not-start',
      fields: { reason: expect.stringContaining('shared_buffers') },
    })
  })
})

test('a DATA_DIR that cannot be written is refused by name', async () => {
  const file = join(place, 'file')
  await writeFile(file, '')
  const readOnly = join(place, 'read-only')
  await mkdir(readOnly, { mode: 0o555 })
  // Root may write everywhere but in the kernel's own folders.
  for (const folder of [file, process.getuid?.() === 0 ? '/proc/office' : readOnly])
    await expect(open(folder)).rejects.toMatchObject({
      code: 'db.folder-not-writable',
      fields: { folder },
    })
})
