import { constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { access, chmod, chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { OfficeError } from '../../base/index.ts'
import type { Account } from './account.ts'

/** DATA_DIR and the places in it. */
export interface DataFolder {
  readonly path: string
  /** The cluster: PostgreSQL's own data directory. */
  readonly cluster: string
  /** What the server says, for the operator. */
  readonly log: string
}

/** `EACCES` and the like. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

/** Like `mkdir -p`; Node's own tries for ever in folders of the kernel. */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' && !existsSync(dirname(path)))
      await mkdir(path, { recursive: true, mode })
    else if (code !== 'EEXIST') throw error
  }
}

/** Makes DATA_DIR, private to us, and checks it. Throws `db.folder-not-writable`. */
export async function prepareFolder(dataDir: string): Promise<DataFolder> {
  const path = resolve(dataDir)
  try {
    // Where there is no /proc, PostgreSQL's account must be able to walk through.
    const walkedThrough = process.getuid?.() === 0 && process.platform !== 'linux'
    await makeFolder(path, walkedThrough ? 0o711 : 0o700)
    await access(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new OfficeError('db.folder-not-writable', { folder: path, reason: codeOf(error) }, error)
  }
  return { path, cluster: join(path, 'postgres'), log: join(path, 'postgres.log') }
}

/** Whose cluster it is and how open: PostgreSQL refuses one that is not the account's, or looser than 0700. */
export async function secureCluster(cluster: string, account: Account | undefined): Promise<void> {
  try {
    if (account) await chown(cluster, account.uid, account.gid)
    if (process.platform !== 'win32') await chmod(cluster, 0o700)
    await stat(join(cluster, 'PG_VERSION'))
  } catch (error) {
    const reason = codeOf(error)
    throw new OfficeError('db.folder-of-another-user', { folder: cluster, reason }, error)
  }
}

/** A folder as a child process is told of it. */
export interface Handed {
  readonly path: string
  /** Descriptors to pass on as the child's number 3. */
  readonly descriptors: readonly number[]
}

/**
 * How a program under another account gets at a folder whose parents it may not enter: it inherits the open
 * folder and reaches it through Linux's /proc, where no parent is asked. The caller closes the descriptors.
 */
export function handOver(folder: string, account: Account | undefined): Handed {
  if (!account || process.platform !== 'linux') return { path: folder, descriptors: [] }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { path: '/proc/self/fd/3', descriptors: [openSync(folder, 'r')] }
}
