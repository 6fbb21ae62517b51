import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { type Entropy, OfficeError } from '../base/index.ts'

/** Seals what nobody without CASE_KEY may read: AES-256-GCM, bound to the record it belongs to. */
export interface Sealer {
  /** `place` is where it will lie: moved elsewhere it opens no more. */
  seal(plain: Buffer, place: string): Buffer
  /** Throws `cases.other-key` for another key, and whatever the cipher throws for another place or a changed byte. */
  open(sealed: Buffer, place: string): Buffer
  /** Keyed hashes of a text, under every key, the newest first: without a key nobody can try receipts or passphrases. */
  marks(text: string): readonly [string, ...string[]]
  /** The names of the keys at hand, as they stand before what each has sealed, in hex. */
  readonly keyNames: readonly string[]
}

const NAME = 4
const NONCE = 12
const TAG = 16
/** Lengths are rounded up to this, so that they tell little. */
const BLOCK = 1024

interface Key {
  readonly name: Buffer
  readonly seal: Buffer
  readonly mark: Buffer
}

/** Three keys that do not help to find each other (HKDF, RFC 5869). */
function keyOf(secret: string): Key {
  const derive = (what: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `caixiaozhu grievance ${what}`, length))
  return { name: derive('name', NAME), seal: derive('seal', 32), mark: derive('mark', 32) }
}

/** The sealer of CASE_KEY: the first secret seals, all open. */
export function sealerOf(secrets: readonly [string, ...string[]], entropy: Entropy): Sealer {
  const [first, ...others] = secrets
  const newest = keyOf(first)
  const keys = [newest, ...others.map(keyOf)]
  const markUnder = (key: Key, text: string): string =>
    createHmac('sha256', key.mark).update(text).digest('hex')
  return {
    keyNames: keys.map((key) => key.name.toString('hex')),
    seal(plain, place) {
      const nonce = entropy.bytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', newest.seal, nonce).setAAD(Buffer.from(place))
      const length = Buffer.alloc(4)
      length.writeUInt32BE(plain.length)
      const padding = Buffer.alloc((BLOCK - ((plain.length + 4) % BLOCK)) % BLOCK)
      const body = [cipher.update(length), cipher.update(plain), cipher.update(padding)]
      body.push(cipher.final())
      return Buffer.concat([newest.name, nonce, cipher.getAuthTag(), ...body])
    },
    open(sealed, place) {
      const key = keys.find(({ name }) => name.equals(sealed.subarray(0, NAME)))
      if (!key) throw new OfficeError('cases.other-key')
      const from = NAME + NONCE
      const decipher = createDecipheriv('aes-256-gcm', key.seal, sealed.subarray(NAME, from))
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(from, from + TAG))
      const body = Buffer.concat([decipher.update(sealed.subarray(from + TAG)), decipher.final()])
      return body.subarray(4, 4 + body.readUInt32BE(0))
    },
    marks: (text) => [markUnder(newest, text), ...keys.slice(1).map((key) => markUnder(key, text))],
  }
}
