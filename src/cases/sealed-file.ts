import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto'
import { type Entropy, ok, type Result, refused } from '../base/index.ts'

/**
 * A file for the hand-over to another authority: `CXZCASE1`, salt (16), nonce (12), tag (16), then AES-256-GCM under
 * scrypt(passphrase, salt, N 2^16, r 8, p 1). `cli case open` opens it, without a database and without CASE_KEY.
 */
const MAGIC = Buffer.from('CXZCASE1')
const SALT = 16
const NONCE = 12
const TAG = 16
const COST = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 }

const keyOf = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFKC').trim(), salt, 32, COST)

/** Seals a file under a passphrase. */
export function sealFile(plain: Buffer, passphrase: string, entropy: Entropy): Buffer {
  const salt = entropy.bytes(SALT)
  const nonce = entropy.bytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce).setAAD(MAGIC)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([MAGIC, salt, nonce, cipher.getAuthTag(), body])
}

/** Opens one. Refused: it is no such file, or the passphrase is wrong or a byte was changed. */
export function openFile(file: Buffer, passphrase: string): Result<Buffer, 'not-sealed' | 'wrong'> {
  const head = MAGIC.length + SALT + NONCE + TAG
  if (file.length < head || !file.subarray(0, MAGIC.length).equals(MAGIC))
    return refused('not-sealed')
  const at = (from: number, length: number): Buffer => file.subarray(from, from + length)
  const salt = at(MAGIC.length, SALT)
  const nonce = at(MAGIC.length + SALT, NONCE)
  const tag = at(MAGIC.length + SALT + NONCE, TAG)
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce)
      .setAAD(MAGIC)
      .setAuthTag(tag)
    return ok(Buffer.concat([decipher.update(file.subarray(head)), decipher.final()]))
  } catch {
    return refused('wrong')
  }
}
