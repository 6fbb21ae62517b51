import { createCipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { getSignature, decrypt as theirDecrypt, encrypt as theirEncrypt } from '@wecom/crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  callbackKeys,
  encrypt,
  isEncodingAesKey,
  open,
  signatureOf,
} from '../../src/wecom/index.ts'

const vectorsSchema = z.object({
  vectors: z.array(
    z.object({
      id: z.string(),
      token: z.string(),
      encodingAESKey: z.string(),
      receiveId: z.string(),
      timestamp: z.string(),
      nonce: z.string(),
      msgSignature: z.string(),
      ciphertext: z.string(),
      plaintext: z.string(),
      random16_ascii: z.string(),
    }),
  ),
})
const file = new URL('../vectors/wecom-crypto.json', import.meta.url)
const { vectors } = vectorsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))

const keysOf = (vector: (typeof vectors)[number]) =>
  callbackKeys({
    token: vector.token,
    encodingAesKey: vector.encodingAESKey,
    receiveId: vector.receiveId,
  })
const sealedOf = (vector: (typeof vectors)[number]) => ({
  signature: vector.msgSignature,
  timestamp: vector.timestamp,
  nonce: vector.nonce,
  ciphertext: vector.ciphertext,
})

test('there are six published vectors', () => {
  expect(vectors.length).toBe(6)
})

test.each(vectors)('opens $id and seals it again to the identical ciphertext', (vector) => {
  expect(open(keysOf(vector), sealedOf(vector))).toEqual({ kind: 'ok', text: vector.plaintext })
  const random = Buffer.from(vector.random16_ascii, 'ascii')
  expect(encrypt(keysOf(vector), vector.plaintext, random)).toBe(vector.ciphertext)
})

test.each(vectors)(
  '$id with a changed signature, nonce, time, ciphertext or token is not opened',
  (vector) => {
    const sealed = sealedOf(vector)
    const last = sealed.signature.endsWith('0') ? '1' : '0'
    const forged = [
      { ...sealed, signature: sealed.signature.slice(0, -1) + last },
      { ...sealed, signature: sealed.signature.slice(0, -1) },
      { ...sealed, signature: '' },
      { ...sealed, signature: `${sealed.signature}é` },
      { ...sealed, nonce: '437374424' },
      { ...sealed, timestamp: '1' },
      { ...sealed, ciphertext: `${sealed.ciphertext.slice(0, -4)}AAAA` },
    ]
    for (const wrong of forged) {
      expect(open(keysOf(vector), wrong)).toEqual({ kind: 'signature-mismatch' })
    }
    const otherToken = { ...keysOf(vector), token: 'other' }
    expect(open(otherToken, sealed)).toEqual({ kind: 'signature-mismatch' })
  },
)

test.each(vectors)('$id for another corp is refused', (vector) => {
  const other = { ...keysOf(vector), receiveId: 'ww0000000000000000' }
  expect(open(other, sealedOf(vector))).toEqual({ kind: 'wrong-receiver' })
})

const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const keys = callbackKeys({ token: 'QDG6eK', encodingAesKey: KEY, receiveId: 'ww1' })
const signed = (ciphertext: string, token = keys.token) => ({
  signature: signatureOf(token, '1', 'n', ciphertext),
  timestamp: '1',
  nonce: 'n',
  ciphertext,
})

test.each(['', KEY.slice(1), `${KEY}A`, `${KEY}=`, `${KEY.slice(1)}$`, `${KEY.slice(1)}=`])(
  'the AES key %j is refused before anything is decrypted',
  (encodingAesKey) => {
    expect(isEncodingAesKey(encodingAesKey)).toBe(false)
    expect(() => callbackKeys({ token: 't', encodingAesKey, receiveId: 'ww1' })).toThrow(
      'wecom.bad-aes-key',
    )
  },
)

test('a well-signed ciphertext under another key is a bad cipher, not a crash', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 43, maxLength: 43, unit: fc.constantFrom(...'abcXYZ0189') }),
      fc.string(),
      (encodingAesKey, text) => {
        const theirs = callbackKeys({ token: keys.token, encodingAesKey, receiveId: 'ww1' })
        const ciphertext = encrypt(theirs, text, Buffer.alloc(16, 7))
        expect(['bad-cipher', 'wrong-receiver']).toContain(open(keys, signed(ciphertext)).kind)
      },
    ),
  )
})

test('a well-signed ciphertext of any bytes is never opened and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const ciphertext = Buffer.from(bytes).toString('base64')
      expect(open(keys, signed(ciphertext)).kind).not.toBe('ok')
    }),
  )
})

test('agrees with the official library on every text, in both directions', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      (text, random) => {
        const ours = encrypt(keys, text, Buffer.from(random))
        expect(ours).toBe(theirEncrypt(KEY, text, 'ww1', Buffer.from(random)))
        expect(theirDecrypt(KEY, ours)).toMatchObject({ message: text, id: 'ww1' })
        expect(getSignature('QDG6eK', '1', 'n', ours)).toBe(signed(ours).signature)
        expect(open(keys, signed(ours))).toEqual({ kind: 'ok', text })
      },
    ),
  )
})

/** A well-signed ciphertext of exactly these bytes, padding included. */
function craft(padded: Buffer) {
  const cipher = createCipheriv('aes-256-cbc', keys.aesKey, keys.aesKey.subarray(0, 16))
  cipher.setAutoPadding(false)
  return signed(Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64'))
}
const length = (count: number) => Buffer.from([count >>> 24, count >>> 16, count >>> 8, count])
const random = Buffer.alloc(16, 7)
const pad = (count: number, last = count) => Buffer.alloc(count, last)

test.each([
  ['a length beyond the end', [random, length(9), pad(12)]],
  ['the largest length', [random, length(0xffff_ffff), pad(12)]],
  ['no padding', [random, length(0), Buffer.alloc(12, 0)]],
  ['a pad byte over 32', [random, length(0), Buffer.alloc(12, 33), Buffer.alloc(32, 33)]],
  ['uneven padding', [random, length(0), pad(11, 1), pad(1, 12)]],
  ['padding into the head', [random, pad(16, 28)]],
])('%s is a bad cipher', (_, parts) => {
  // With an empty receive id nothing after the text could give the forgery away.
  expect(open({ ...keys, receiveId: '' }, craft(Buffer.concat(parts)))).toEqual({
    kind: 'bad-cipher',
  })
})

test('the crafted form without a flaw opens', () => {
  const whole = Buffer.concat([random, length(0), pad(12)])
  expect(open({ ...keys, receiveId: '' }, craft(whole))).toEqual({ kind: 'ok', text: '' })
})
