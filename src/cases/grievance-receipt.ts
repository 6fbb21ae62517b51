import { createHash } from 'node:crypto'

/** What a reporter follows her grievance with; stored nowhere. */
export interface Receipt {
  readonly receipt: string
  readonly passphrase: string
}

/** No 0/O, 1/I/L: they are copied by hand. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Letters that follow from a secret; a byte of 248 or more is passed over, so that none is likelier. */
export function lettersOf(secret: string, count: number): string {
  let found = ''
  for (let round = 0; found.length < count; round++)
    for (const byte of createHash('sha512').update(`${round} ${secret}`).digest())
      if (byte < 248 && found.length < count) found += LETTERS[byte % LETTERS.length]
  return found
}

/** Receipt number (49 bits) and passphrase (59 bits) of a secret, in groups as people read them out. */
export function receiptOf(secret: string): Receipt {
  const grouped = (text: string, by: number): string =>
    text.replace(new RegExp(`(.{${by}})(?=.)`, 'g'), '$1-')
  return {
    receipt: grouped(lettersOf(`receipt ${secret}`, 10), 5),
    passphrase: grouped(lettersOf(`passphrase ${secret}`, 12), 4),
  }
}

/** As people type them: small letters, full width, spaces and hyphens do not matter. */
export const typed = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
