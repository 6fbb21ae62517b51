import { randomBytes, randomInt } from 'node:crypto'

/** Chance, handed in so that tests can fix it. */
export interface Entropy {
  /** That many unpredictable bytes. */
  bytes(count: number): Buffer
  /** An unpredictable integer in [0, below). */
  integer(below: number): number
}

/** The machine's cryptographic randomness. */
export const systemEntropy: Entropy = { bytes: randomBytes, integer: (below) => randomInt(below) }
