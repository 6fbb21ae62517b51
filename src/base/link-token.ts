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
