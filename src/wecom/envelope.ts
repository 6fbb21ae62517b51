import { z } from 'zod'
import type { Entropy } from '../base/index.ts'
import { type CallbackKeys, encrypt, type Opened, open, signatureOf } from './crypto.ts'
import { cdata, elementText, parseXml } from './xml.ts'

/** The outcome of a callback request; `malformed` is the outer XML. */
export type Received = Opened | { readonly kind: 'malformed' }

const signedSchema = z.object({
  msg_signature: z.string(),
  timestamp: z.string(),
  nonce: z.string(),
})
const verificationSchema = signedSchema.extend({ echostr: z.string() })
const outerSchema = z.object({ encrypt: elementText.pipe(z.string().min(1)) })

/**
 * Opens a callback (doc 90930): the query carries the signature, the body the ciphertext.
 * A query without them, or with one twice, counts as wrongly signed.
 * The age of `timestamp` is not judged: WeCom re-sends, and the inner CreateTime tells.
 */
export function openCallback(keys: CallbackKeys, query: unknown, body: string): Received {
  const outer = outerSchema.safeParse(parseXml(body))
  if (!outer.success) return { kind: 'malformed' }
  const signed = signedSchema.safeParse(query)
  if (!signed.success) return { kind: 'signature-mismatch' }
  const { msg_signature: signature, timestamp, nonce } = signed.data
  return open(keys, { signature, timestamp, nonce, ciphertext: outer.data.encrypt })
}

/** URL verification (doc 90238): `ok` carries the bare text to answer with, as text/plain and nothing else. */
export function openVerification(keys: CallbackKeys, query: unknown): Opened {
  const signed = verificationSchema.safeParse(query)
  if (!signed.success) return { kind: 'signature-mismatch' }
  const { msg_signature: signature, timestamp, nonce, echostr } = signed.data
  // A proxy may have turned `%2B` into a space; base64 has no spaces.
  return open(keys, { signature, timestamp, nonce, ciphertext: echostr.replaceAll(' ', '+') })
}

/** The encrypted XML that answers a callback with a passive reply (doc 90238). `at` is the time of answering. */
export function sealReply(keys: CallbackKeys, xml: string, at: Date, entropy: Entropy): string {
  const ciphertext = encrypt(keys, xml, entropy.bytes(16))
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const nonce = entropy.bytes(8).toString('hex')
  const signature = signatureOf(keys.token, timestamp, nonce, ciphertext)
  return `<xml><Encrypt>${cdata(ciphertext)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
}
