import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The process id of the embedded PostgreSQL of a DATA_DIR, while its lock file is there. */
export function postmasterPid(dataDir: string): number | undefined {
  try {
    const text = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    return Number(text.split('\n')[0])
  } catch {
    return undefined
  }
}
