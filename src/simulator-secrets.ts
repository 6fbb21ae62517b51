import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Entropy, OfficeError } from './base/index.ts'
import type { WecomApp } from './config.ts'

/** What simulator mode signs and encrypts with: random once, then kept, so that links survive a restart. */
export interface SimulatorSecrets {
  readonly app: WecomApp
  readonly appSecret: string
  /** In a file of its own, case-key.json: folders of older programs have none. */
  readonly caseKey: string
}

const SHAPE = z.strictObject({
  app: z.strictObject({
    corpId: z.string().min(1),
    agentId: z.string().regex(/^\d+$/),
    secret: z.string().min(32),
    token: z.string().min(16),
    encodingAesKey: z.string().length(43),
  }),
  appSecret: z.string().min(32),
})

const KEY_SHAPE = z.strictObject({ caseKey: z.string().min(32) })

/**
 * The secrets in DATA_DIR/secrets.json (mode 0600), made if there are none. Two processes starting at once agree
 * on one file. Throws `config.secrets-unreadable` for a file that holds something else, and
 * `db.folder-not-writable` where none can be written.
 */
export async function simulatorSecrets(
  dataDir: string,
  entropy: Entropy,
): Promise<SimulatorSecrets> {
  const secret = (bytes: number): string => entropy.bytes(bytes).toString('hex')
  const secrets = await kept(
    dataDir,
    'secrets.json',
    SHAPE,
    () => ({
      app: {
        corpId: `ww${secret(8)}`,
        agentId: String(1_000_001 + entropy.integer(8_000_000)),
        secret: secret(32),
        token: secret(16),
        encodingAesKey: aesKey(entropy),
      },
      appSecret: secret(32),
    }),
    secret(8),
  )
  const key = await kept(
    dataDir,
    'case-key.json',
    KEY_SHAPE,
    () => ({ caseKey: secret(32) }),
    secret(8),
  )
  return { ...secrets, ...key }
}

/** What the file holds; made and written where there is none. `mark` tells two that begin at once apart. */
async function kept<T>(
  dataDir: string,
  name: string,
  shape: z.ZodType<T>,
  make: () => T,
  mark: string,
): Promise<T> {
  const file = join(dataDir, name)
  const existing = await read(file, shape)
  if (existing) return existing
  const made = make()
  const draft = `${file}.${mark}`
  try {
    await mkdir(dataDir, { recursive: true })
    await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    // Whole or not at all: nobody reads a file that is still being written.
    await link(draft, file)
    return made
  } catch (error) {
    // Another process was faster: its secrets count.
    const winner = await read(file, shape)
    if (winner) return winner
    throw new OfficeError('db.folder-not-writable', { folder: dataDir }, error)
  } finally {
    await rm(draft, { force: true })
  }
}

async function read<T>(file: string, shape: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new OfficeError('config.secrets-unreadable', { file }, error)
  })
  if (text === undefined) return undefined
  try {
    return shape.parse(JSON.parse(text))
  } catch (error) {
    throw new OfficeError('config.secrets-unreadable', { file }, error)
  }
}

/** 43 letters and digits: base64 of 32 bytes, with what WeCom does not allow replaced. */
function aesKey(entropy: Entropy): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const letters = Array.from(
    { length: 42 },
    () => alphabet[entropy.integer(alphabet.length)] ?? 'A',
  )
  // The last character carries four bits; strict decoders refuse one whose low bits are set.
  const last = 'AEIMQUYcgkosw048'
  return `${letters.join('')}${last[entropy.integer(last.length)] ?? 'A'}`
}
