import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot, silentLog } from '../../src/base/index.ts'
import { openEmbedded } from '../../src/db/index.ts'
import { postmasterPid } from '../support/postmaster.ts'

const ROUNDS = 12
/** Below the project's root, so that the child finds its packages. */
const bundle = join(projectRoot, 'node_modules/.cache/caixiaozhu', `crash-${process.pid}.mjs`)
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'caixiaozhu-crash-'))
  await mkdir(join(bundle, '..'), { recursive: true })
  const entry = join(projectRoot, 'test/db/crash/child.ts')
  const shape = { bundle: true, format: 'esm', platform: 'node', packages: 'external' } as const
  await build({ entryPoints: [entry], outfile: bundle, ...shape })
})
afterAll(async () => {
  await rm(bundle, { force: true })
  await rm(dataDir, { recursive: true, force: true })
})

/** Runs the child and kills it after so many milliseconds, wherever it is by then. */
async function runFor(milliseconds: number, folder: string): Promise<void> {
  const child = spawn(process.execPath, [bundle, folder], { stdio: 'ignore' })
  setTimeout(() => child.kill('SIGKILL'), milliseconds)
  await new Promise((done) => child.once('close', done))
}

/** Runs the child until it has kept `enough` promises, kills it, and gives every number it acknowledged. */
async function runAndKill(from: number, enough: number): Promise<number[]> {
  const child = spawn(process.execPath, [bundle, dataDir, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (piece: string) => {
    said += piece
    if (said.split('\n').length > enough) child.kill('SIGKILL')
  })
  await new Promise((done) => child.once('close', done))
  return said.split('\n').slice(0, -1).map(Number)
}

test(`kill -9 of the program, and of PostgreSQL with it, loses nothing acknowledged (${ROUNDS} rounds)`, async () => {
  const promised: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const kept = await runAndKill(round * 100_000, 5 + round * 7)
    expect(kept.length).toBeGreaterThan(0)
    promised.push(...kept)
    const pid = postmasterPid(dataDir)
    expect(pid).toBeDefined()
    if (round % 4 === 3 && pid) process.kill(pid, 'SIGKILL')
  }
  const server = await openEmbedded({ dataDir, log: silentLog })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('SELECT n FROM promise')
  await client.end()
  await server.stop()
  const found = new Set(rows.map(({ n }) => n))
  expect(promised.filter((n) => !found.has(n))).toEqual([])
  expect(postmasterPid(dataDir)).toBeUndefined()
}, 120_000)

test('kill -9 while the database is being created and started leaves nothing that stops the next start', async () => {
  const folder = join(dataDir, 'early')
  for (const delay of [200, 400, 700, 1_000, 1_400]) await runFor(delay, folder)
  const server = await openEmbedded({ dataDir: folder, log: silentLog })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  expect((await client.query('SELECT 1')).rowCount).toBe(1)
  await client.end()
  await server.stop()
  expect(postmasterPid(folder)).toBeUndefined()
}, 120_000)
