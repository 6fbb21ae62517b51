import { createHash } from 'node:crypto'
import type { Entropy } from '../../src/base/index.ts'

/** Chance that repeats itself: the same seed gives the same sequence. */
export function seededEntropy(seed: string): Entropy {
  let round = 0
  const block = (): Buffer => createHash('sha256').update(`${seed} ${round++}`).digest()
  const bytes = (count: number): Buffer => {
    const blocks: Buffer[] = []
    for (let size = 0; size < count; size += 32) blocks.push(block())
    return Buffer.concat(blocks).subarray(0, count)
  }
  return { bytes, integer: (below) => bytes(6).readUIntBE(0, 6) % below }
}
