import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Logger, OfficeError } from '../../base/index.ts'
import { isDatabaseAway } from '../faults.ts'
import { serverAccount } from './account.ts'
import { addressOf, listenSettings, PASSWORD_FILE, shortPath } from './address.ts'
import { usableBinaries } from './binaries.ts'
import { createCluster } from './cluster.ts'
import { type DataFolder, prepareFolder, secureCluster } from './folder.ts'
import { dropForeignLocks, readPostmaster } from './postmaster.ts'
import { enter, type Presence } from './presence.ts'
import { MODEST, type Starting, startServer, stopServer } from './server.ts'

/** Long enough to replay the log after a power cut. */
const START_LIMIT_MS = 90_000

/** What to open. */
export interface EmbeddedOptions {
  readonly dataDir: string
  readonly log: Logger
  /** PostgreSQL settings over the modest defaults. */
  readonly settings?: Readonly<Record<string, string>>
  /** False for tests: nothing is forced to the disk. */
  readonly durable?: boolean
}

/** The embedded PostgreSQL, running. */
export interface Embedded {
  readonly url: string
  /** Says goodbye; the last process to do so stops the server. Call it after every pool is closed. */
  stop(): Promise<void>
}

/** What PostgreSQL says when another server has the cluster, still or already; it passes. */
const ANOTHER_SERVER = /lock file|shared memory block/

const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** On Windows the cluster asks for a password, which lies beside it. */
async function clusterAccess(folder: DataFolder): Promise<string[]> {
  if (process.platform !== 'win32') return ['--auth=trust']
  const file = join(folder.path, PASSWORD_FILE)
  await writeFile(file, randomBytes(24).toString('hex'), { flag: 'wx' }).catch(() => undefined)
  return ['--auth=scram-sha-256', `--pwfile=${file}`]
}

/**
 * The embedded PostgreSQL of a DATA_DIR: created if there is none, started if it does not run, taken over if a
 * killed process left it running, shared with the other processes of this office, and started again if it dies.
 * Throws OfficeError: `db.folder-not-writable`, `db.folder-of-another-user`, `db.no-embedded-postgres`,
 * `db.binaries-unusable`, `db.cluster-not-created`, `db.cluster-other-version`, `db.server-did-not-start`.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, durable = true } = options
  const folder = await prepareFolder(options.dataDir)
  const account = serverAccount(folder.cluster)
  const binaries = await usableBinaries(account)
  const initdbArguments = [...(await clusterAccess(folder)), ...(durable ? [] : ['--no-sync'])]
  await createCluster(binaries, folder, account, initdbArguments)
  await secureCluster(folder.cluster, account)
  const socketFolder = shortPath(folder.cluster)

  async function start(): Promise<Starting> {
    const settings = { ...MODEST, ...(durable ? {} : CARELESS), ...options.settings }
    const listening = await listenSettings()
    return startServer(binaries, folder, account, { ...settings, ...listening })
  }

  /** In through the door, whatever state the server is in: running, starting, stopping, absent. */
  async function comeIn(): Promise<Presence> {
    const until = performance.now() + START_LIMIT_MS
    let started: Starting | undefined
    for (;;) {
      try {
        return await enter(addressOf(folder, socketFolder))
      } catch (error) {
        if (!isDatabaseAway(error)) throw error
        if (!started?.running() && !readPostmaster(folder.cluster)) {
          const reason = started?.complaint() ?? ''
          if (started && !(ANOTHER_SERVER.test(reason) && performance.now() < until))
            throw new OfficeError('db.server-did-not-start', { log: folder.log, reason }, error)
          if (started) dropForeignLocks(folder.cluster)
          started = await start()
        }
        if (performance.now() > until)
          throw new OfficeError('db.server-did-not-start', { log: folder.log }, error)
        await pause(15)
      }
    }
  }

  let stopping = false
  let presence = await comeIn()
  let restoring: Promise<void> = Promise.resolve()

  async function restore(): Promise<void> {
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 5_000)) {
      log.warn('embedded PostgreSQL is gone; starting it again')
      try {
        presence = await comeIn()
        watch()
        return
      } catch (error) {
        log.error({ err: error }, 'embedded PostgreSQL could not be started again')
        await pause(wait)
      }
    }
  }
  function watch(): void {
    presence.onLost(() => {
      if (!stopping) restoring = restore()
    })
  }
  watch()

  return {
    url: addressOf(folder, socketFolder),
    stop: async () => {
      stopping = true
      await restoring
      if (await presence.leave()) await stopServer(binaries, folder)
    },
  }
}
