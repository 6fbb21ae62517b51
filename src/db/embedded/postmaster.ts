import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What a running server writes into its cluster. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** Whether a process with that id exists (also when it belongs to somebody else). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** On Linux the process's name; elsewhere it is taken on trust. */
function isPostgres(pid: number): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

/** The server that runs on the cluster (or is starting, or stopping), if there is one. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let text: string
  try {
    text = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
  } catch {
    return undefined
  }
  const [pid, , , port] = text.split('\n').map(Number)
  if (!pid || !isAlive(pid) || !isPostgres(pid)) return undefined
  return { pid, port: port ?? 0 }
}

/**
 * After a kill or a power cut the process id in a leftover lock file may belong to some other program by now, or
 * to a dead server that nobody has buried, and PostgreSQL refuses to start for its sake. Removes such files only.
 */
export function dropForeignLocks(cluster: string): void {
  if (readPostmaster(cluster)) return
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock'])
    rmSync(join(cluster, name), { force: true })
}
