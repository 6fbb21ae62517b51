import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Entropy, OfficeError } from './base/index.ts'
import type { WecomApp } from './config.ts'

/** What simulator mode signs and encrypts with: random once, then kept, so that links survive a restart. */
export interface SimulatorSecrets {
  readonly app: WecomApp
  readonly appSecret: string
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

/**
 * The secrets in DATA_DIR/secrets.json (mode 0600), made if there are none. Two processes starting at once agree
 * on one file. Throws `config.secrets-unreadable` for a file that holds something else, and
 * `db.folder-not-writable` where none can be written.
 */
export async function simulatorSecrets(
  dataDir: string,
  entropy: Entropy,
): Promise<SimulatorSecrets> {
  const file = join(dataDir, 'secrets.json')
  const existing = await read(file)
  if (existing) return existing
  const made: SimulatorSecrets = {
    app: {
      corpId: `ww${entropy.bytes(8).toString('hex')}`,
      agentId: String(1_000_001 + entropy.integer(8_000_000)),
      secret: entropy.bytes(32).toString('hex'),
      token: entropy.bytes(16).toString('hex'),
      encodingAesKey: aesKey(entropy),
    },
    appSecret: entropy.bytes(32).toString('hex'),
  }
  try {
    await mkdir(dataDir, { recursive: true })
    await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    // Another process was faster: its secrets count.
    const winner = await read(file)
    if (winner) return winner
    throw new OfficeError('db.folder-not-writable', { folder: dataDir }, error)
  }
}

async function read(file: string): Promise<SimulatorSecrets | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new OfficeError('config.secrets-unreadable', { file }, error)
  })
  if (text === undefined) return undefined
  try {
    return SHAPE.parse(JSON.parse(text))
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
