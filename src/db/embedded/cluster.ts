import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OfficeError } from '../../base/index.ts'
import type { Account } from './account.ts'
import { codeOf, type DataFolder, handOver } from './folder.ts'
import { isAlive } from './postmaster.ts'

/** The database user that owns everything. */
export const OWNER = 'office'

const DRAFT = 'postgres.new-'

/** The major version of the programs; a cluster of another one is not readable by them. */
const MAJOR = '18'

async function initdb(
  binaries: string,
  draft: string,
  account: Account | undefined,
  extra: readonly string[],
): Promise<void> {
  const seen = handOver(draft, account)
  const child = spawn(
    join(binaries, 'bin', 'initdb'),
    [
      ...['-D', seen.path, '-U', OWNER, '-E', 'UTF8', '--no-instructions'],
      // PostgreSQL's own C.UTF-8, which needs no locale of the machine's.
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...extra,
    ],
    { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe', ...seen.descriptors] },
  )
  for (const descriptor of seen.descriptors) closeSync(descriptor)
  let said = ''
  child.stderr?.on('data', (piece) => {
    said += String(piece)
  })
  const code = await new Promise<number | null | Error>((done) => {
    child.once('error', done)
    child.once('close', done)
  })
  if (code === 0) return
  const reason =
    code instanceof Error ? code.message : said.trim().split('\n').slice(0, 3).join(' ')
  throw new OfficeError('db.cluster-not-created', { folder: draft, reason })
}

/** Removes what a process that was killed in the middle of initdb left behind. */
async function clearDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(DRAFT) ? Number(name.slice(DRAFT.length)) : Number.NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    // Its initdb may still be writing; what stays now goes at the next start.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Whether a cluster is there. Throws `db.cluster-other-version` when another PostgreSQL made it. */
async function clusterExists(cluster: string): Promise<boolean> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version === undefined) return false
  const found = version.trim()
  if (found !== MAJOR)
    throw new OfficeError('db.cluster-other-version', { folder: cluster, found, needed: MAJOR })
  return true
}

/**
 * Creates the cluster if there is none: beside its place, then renamed, so that a process killed at any
 * moment leaves either none or a whole one, and of two processes the first wins.
 * `extra` are further arguments of initdb. Throws `db.cluster-not-created`, `db.cluster-other-version`.
 */
export async function createCluster(
  binaries: string,
  { path, cluster }: DataFolder,
  account: Account | undefined,
  extra: readonly string[],
): Promise<void> {
  if (await clusterExists(cluster)) return
  await clearDrafts(path)
  const draft = join(path, `${DRAFT}${process.pid}`)
  try {
    await mkdir(draft, { recursive: true })
    await chmod(draft, 0o700)
    if (account) await chown(draft, account.uid, account.gid)
    await initdb(binaries, draft, account, extra)
    await rename(draft, cluster)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (await clusterExists(cluster)) return
    if (error instanceof OfficeError) throw error
    throw new OfficeError('db.cluster-not-created', { folder: path, reason: codeOf(error) }, error)
  }
}
