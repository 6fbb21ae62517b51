import { createHash } from 'node:crypto'
import type { Entropy } from './entropy.ts'

/** A fresh link token: 256 random bits, 43 URL-safe characters. Never stored. */
export function newToken(entropy: Entropy): string {
  return entropy.bytes(32).toString('base64url')
}

/** What is stored of a token: its SHA-256 in hex. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Letters and digits that nobody mistakes for one another when they are read aloud or copied from paper. */
const CODE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LENGTH = 12

/** The short code that stands beside a link: 60 bits that follow from its token, as `ABCD-EFGH-JKLM`. Never stored. */
export function linkCode(token: string): string {
  const digest = createHash('sha256').update(`code:${token}`).digest()
  const letters = [...digest.subarray(0, CODE_LENGTH)].map((byte) => CODE_LETTERS[byte % 32] ?? '')
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** The code in a text, however it was typed; undefined where there is none. */
export function codeIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').toUpperCase()
  const [found] =
    /(?<![A-Z0-9])(?:[2-9A-HJ-NP-Z]{4}[\s-]*){2}[2-9A-HJ-NP-Z]{4}(?![A-Z0-9])/.exec(plain) ?? []
  return found?.replace(/[\s-]/g, '').replace(/(.{4})(?=.)/g, '$1-')
}

/** The token of a link in a text, the whole link or the token alone; undefined where there is none. */
export function tokenIn(text: string): string | undefined {
  return /(?<![\w-])[\w-]{43}(?![\w-])/.exec(text)?.[0]
}
