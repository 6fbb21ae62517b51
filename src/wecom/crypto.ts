import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { OfficeError } from '../base/index.ts'

/** What an app's callback is protected with. */
export interface CallbackKeys {
  readonly token: string
  /** The 32 bytes behind the EncodingAESKey. */
  readonly aesKey: Buffer
  /** The corp id for a self-built app (doc 90968). */
  readonly receiveId: string
}

/** The outcome of opening a sealed text; only `ok` carries something to act on. */
export type Opened =
  | { readonly kind: 'ok'; readonly text: string }
  | { readonly kind: 'signature-mismatch' }
  | { readonly kind: 'bad-cipher' }
  | { readonly kind: 'wrong-receiver' }

/** A sealed text with what its signature covers. */
export interface Sealed {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
  readonly ciphertext: string
}

/** WeCom pads to a multiple of 32, twice the cipher's own block: Node's automatic padding cannot be used. */
const PAD_BLOCK = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
const HEAD_BYTES = RANDOM_BYTES + LENGTH_BYTES

/** Whether the text is an EncodingAESKey: exactly 43 letters and digits (doc 91144). */
export function isEncodingAesKey(text: string): boolean {
  return /^[A-Za-z0-9]{43}$/.test(text)
}

/** The keys as they are used. Throws `wecom.bad-aes-key` when the EncodingAESKey is none. */
export function callbackKeys(given: {
  readonly token: string
  readonly encodingAesKey: string
  readonly receiveId: string
}): CallbackKeys {
  if (!isEncodingAesKey(given.encodingAesKey)) throw new OfficeError('wecom.bad-aes-key')
  const aesKey = Buffer.from(`${given.encodingAesKey}=`, 'base64')
  return { token: given.token, aesKey, receiveId: given.receiveId }
}

/** The signature of doc 90968: SHA-1, in hex, over the four sorted texts. */
export function signatureOf(
  token: string,
  timestamp: string,
  nonce: string,
  ciphertext: string,
): string {
  const joined = [token, timestamp, nonce, ciphertext].sort().join('')
  return createHash('sha1').update(joined).digest('hex')
}

/** Verifies, decrypts and checks the receiver, in this order: nothing unsigned is ever decrypted. */
export function open(keys: CallbackKeys, sealed: Sealed): Opened {
  const { timestamp, nonce, ciphertext } = sealed
  const expected = Buffer.from(signatureOf(keys.token, timestamp, nonce, ciphertext))
  const given = Buffer.from(sealed.signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { kind: 'signature-mismatch' }
  }
  return decrypt(keys, ciphertext)
}

function decrypt(keys: CallbackKeys, ciphertext: string): Opened {
  const sealed = Buffer.from(ciphertext, 'base64')
  if (sealed.length < PAD_BLOCK || sealed.length % 16 !== 0) return { kind: 'bad-cipher' }
  const decipher = createDecipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16))
  decipher.setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])
  const pad = padded.at(-1) ?? 0
  // A wrong key gives garbage: every length is checked before it is used.
  if (pad < 1 || pad > PAD_BLOCK || padded.length - pad < HEAD_BYTES) return { kind: 'bad-cipher' }
  if (!padded.subarray(-pad).every((byte) => byte === pad)) return { kind: 'bad-cipher' }
  const plain = padded.subarray(0, -pad)
  const end = HEAD_BYTES + plain.readUInt32BE(RANDOM_BYTES)
  if (end > plain.length) return { kind: 'bad-cipher' }
  if (plain.toString('utf8', end) !== keys.receiveId) return { kind: 'wrong-receiver' }
  return { kind: 'ok', text: plain.toString('utf8', HEAD_BYTES, end) }
}

/** Encrypts a text for the receiver of the keys. `random` are 16 unpredictable bytes. Gives base64. */
export function encrypt(keys: CallbackKeys, text: string, random: Buffer): string {
  if (random.length !== RANDOM_BYTES) throw new OfficeError('wecom.bad-random')
  const message = Buffer.from(text)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([random, length, message, Buffer.from(keys.receiveId)])
  const pad = PAD_BLOCK - (plain.length % PAD_BLOCK)
  const cipher = createCipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16))
  cipher.setAutoPadding(false)
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64')
}
