import { mkdtempSync, openSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OWNER } from './cluster.ts'
import type { DataFolder } from './folder.ts'
import { readPostmaster } from './postmaster.ts'

/** The kernel's limit for a socket's path is 104 to 108 bytes. */
const LONGEST = 103
const SOCKET = '/.s.PGSQL.5432'

/** Windows has no sockets that pg knows, so a password stands between other accounts and the database. */
export const PASSWORD_FILE = 'postgres.password'

/** A path to the cluster short enough to hold its socket. Lives as long as this process. */
export function shortPath(cluster: string): string {
  if (Buffer.byteLength(cluster + SOCKET) <= LONGEST) return cluster
  if (process.platform === 'linux') return `/proc/self/fd/${openSync(cluster, 'r')}`
  const link = join(mkdtempSync(join(tmpdir(), 'czx-')), 'd')
  symlinkSync(cluster, link)
  return link
}

/** Where the running server listens, as a connection URL. */
export function addressOf(folder: DataFolder, socketFolder: string): string {
  if (process.platform !== 'win32')
    return `postgresql://${OWNER}@/postgres?host=${encodeURIComponent(socketFolder)}`
  const password = readFileSync(join(folder.path, PASSWORD_FILE), 'utf8').trim()
  const port = readPostmaster(folder.cluster)?.port ?? 0
  return `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
}

/** How a new server is told to listen: its own folder's socket; on Windows a free loopback port. */
export async function listenSettings(): Promise<Record<string, string>> {
  // Relative to the cluster, where the server works: never too long, whatever the folder.
  if (process.platform !== 'win32')
    return { listen_addresses: '', unix_socket_directories: '.', port: '5432' }
  const probe = createServer()
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready))
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  const port = typeof address === 'object' && address ? String(address.port) : '5432'
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port }
}
