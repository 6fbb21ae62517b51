// Builds what `node` runs into dist/, if anything changed. Plain JavaScript: Node 20 cannot run TypeScript.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const HELP = `node src/build/build.mjs [--quiet] [--help]

Generates the database client and bundles the program into dist/ if their sources changed.
  --quiet  says nothing unless it fails
`

const { values } = parseArgs({ options: { quiet: { type: 'boolean' }, help: { type: 'boolean' } } })
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const at = (...parts) => join(root, ...parts)
const say = (text) => values.quiet || console.log(text)

/** Entries of the bundle: dist/<name>.js. */
const ENTRIES = { main: 'src/main.ts', cli: 'src/cli.ts' }
const PAGE = 'src/simulator/page'
const GENERATED = 'src/db/generated'
/** Neither bundled nor data that the program reads. */
const APART = [GENERATED, PAGE, 'src/build', 'src/bench', 'src/web']

const digest = (text) => createHash('sha256').update(text).digest('hex')
const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

function filesBelow(folder, left = []) {
  if (!existsSync(at(folder))) return []
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (left.includes(path)) return []
    return entry.isDirectory() ? filesBelow(path, left) : [path]
  })
}

/** Changes whenever a source, the schema or a dependency does. */
function stampOfSources() {
  const files = [...filesBelow('src', [GENERATED]), 'package-lock.json', 'prisma/schema.prisma']
  return digest(files.map((file) => `${file} ${digest(readFileSync(at(file)))}`).join('\n'))
}

const isFresh = () => readIfThere(at('dist', '.stamp')) === stampOfSources() && clientIsFresh()

function stampOfClient() {
  const { version } = JSON.parse(readFileSync(at('node_modules/prisma/package.json'), 'utf8'))
  return digest(version + readFileSync(at('prisma/schema.prisma'), 'utf8'))
}

const clientIsFresh = () => readIfThere(at(GENERATED, '.stamp')) === stampOfClient()

function generateClient() {
  if (clientIsFresh()) return
  say('generating the database client')
  const program = at('node_modules/prisma/build/index.js')
  const run = spawnSync(process.execPath, [program, 'generate', '--no-hints'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  if (run.status !== 0) throw new Error(`prisma generate failed\n${run.stdout}\n${run.stderr}`)
  writeFileSync(at(GENERATED, '.stamp'), stampOfClient())
}

async function bundle(outdir) {
  const { build } = await import('esbuild')
  const entryPoints = Object.entries(ENTRIES)
    .filter(([, file]) => existsSync(at(file)))
    .map(([out, file]) => ({ in: at(file), out }))
  await build({
    entryPoints,
    outdir,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    // All in one folder: dataFile() looks for data beside the file it is in.
    chunkNames: '[name]-[hash]',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
}

/** Data that belongs to a folder of src, to the same place in dist. */
function copyData(outdir) {
  for (const file of filesBelow('src', APART)) {
    if (!/\.(ts|mjs|md)$/.test(file)) cpSync(at(file), join(outdir, relative('src', file)))
  }
}

async function buildPage(outdir) {
  if (!existsSync(at(PAGE, 'index.html'))) return
  const { build } = await import('vite')
  const out = { outDir: join(outdir, 'simulator'), emptyOutDir: true }
  await build({ root: at(PAGE), logLevel: 'warn', build: out })
}

/** Builds beside dist and puts it in its place at the end: a running program never sees half of one. */
async function buildAll() {
  generateClient()
  const stamp = stampOfSources()
  const draft = at(`dist.new-${process.pid}`)
  const old = at(`dist.old-${process.pid}`)
  try {
    mkdirSync(draft)
    say('bundling')
    await bundle(draft)
    copyData(draft)
    await buildPage(draft)
    writeFileSync(join(draft, '.stamp'), stamp)
    if (existsSync(at('dist'))) renameSync(at('dist'), old)
    renameSync(draft, at('dist'))
  } finally {
    for (const folder of [draft, old]) rmSync(folder, { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** One build at a time; a lock whose process is gone is taken over. */
async function alone(work) {
  const lock = at('node_modules/.build-lock')
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = Number(readIfThere(lock))
      if (holder && !isRunning(holder)) rmSync(lock, { force: true })
      else await pause(50)
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

if (values.help) process.stdout.write(HELP)
else if (isFresh()) say('dist is up to date')
else {
  try {
    await alone(async () => {
      if (!isFresh()) await buildAll()
    })
    say('dist is built')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
