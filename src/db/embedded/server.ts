import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './account.ts'
import { type DataFolder, handOver } from './folder.ts'
import { readPostmaster } from './postmaster.ts'

/** Enough for an office of some hundred people and small enough for a desk machine. */
export const MODEST: Readonly<Record<string, string>> = {
  shared_buffers: '32MB',
  max_connections: '50',
  work_mem: '2MB',
  maintenance_work_mem: '32MB',
  wal_buffers: '1MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_worker_processes: '1',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  io_method: 'sync',
  jit: 'off',
  // The rows of an office hold names and telephone numbers: the log says what happened, not to whom.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
}

/** A log beyond this many bytes is begun anew at the next start. */
const LOG_LIMIT = 5_000_000

/** A server being started. */
export interface Starting {
  /** False once the process is gone. */
  running(): boolean
  /** Why it ended: its last complaint. */
  complaint(): string
}

/**
 * Starts PostgreSQL on the cluster, in a process group of its own: Ctrl-C must reach the app only, which
 * stops the database last. Its descriptors are files, so it outlives us without noticing.
 */
export function startServer(
  binaries: string,
  folder: DataFolder,
  account: Account | undefined,
  settings: Readonly<Record<string, string>>,
): Starting {
  const size = statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT) truncateSync(folder.log)
  const log = openSync(folder.log, 'a', 0o600)
  const from = statSync(folder.log).size
  const seen = handOver(folder.cluster, account)
  const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const child = spawn(join(binaries, 'bin', 'postgres'), ['-D', seen.path, ...options], {
    ...account,
    cwd: '/',
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log, ...seen.descriptors],
  })
  for (const descriptor of [log, ...seen.descriptors]) closeSync(descriptor)
  let failure = ''
  let gone = false
  child.once('error', (error) => {
    gone = true
    failure = error.message
  })
  child.once('exit', () => {
    gone = true
  })
  child.unref()
  return {
    running: () => !gone,
    complaint: () => {
      const lines = readFileSync(folder.log).subarray(from).toString('utf8').trim().split('\n')
      return failure || (lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? '')
    },
  }
}

async function goneWithin(milliseconds: number, cluster: string, pid: number): Promise<boolean> {
  const until = performance.now() + milliseconds
  while (readPostmaster(cluster)?.pid === pid) {
    if (performance.now() > until) return false
    await pause(10)
  }
  return true
}

/** Stops the server on the cluster: clients are cut off, everything committed is kept ("fast"). */
export async function stopServer(binaries: string, folder: DataFolder): Promise<void> {
  const server = readPostmaster(folder.cluster)
  if (!server) return
  if (process.platform === 'win32') {
    // Signals end a process at once there; pg_ctl knows PostgreSQL's own way.
    const args = ['stop', '-D', folder.cluster, '-m', 'fast']
    const child = spawn(join(binaries, 'bin', 'pg_ctl'), args, { stdio: 'ignore' })
    await new Promise((done) => child.once('close', done))
    return
  }
  process.kill(server.pid, 'SIGINT')
  if (await goneWithin(20_000, folder.cluster, server.pid)) return
  // Still durable: the next start replays the log.
  process.kill(server.pid, 'SIGQUIT')
  await goneWithin(5_000, folder.cluster, server.pid)
}
