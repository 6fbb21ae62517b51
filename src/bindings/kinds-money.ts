import type { Fen } from '../base/index.ts'
import type { Reading, SlotValue } from '../dialogue/index.ts'
import { readMoney, sayMoney } from '../language/index.ts'
import { candidatesIn } from './candidates.ts'
import type { Kind } from './kind.ts'

/** Fen as a slot holds it: a decimal text, since JSON has no bigint. */
function readingOf(fen: Fen): Reading {
  return { kind: 'value', value: { value: fen.toString(), label: sayMoney(fen), fields: {} } }
}

function ambiguous(sums: readonly Fen[]): Reading {
  return {
    kind: 'ambiguous',
    options: sums.map((fen) => ({ id: fen.toString(), label: sayMoney(fen) })),
  }
}

/** A sum of money; 0 and less is none. */
export const money: Kind = {
  fields: [],
  async read(from) {
    if ('option' in from) return readingOf(BigInt(from.option))
    const said = 'text' in from ? from.text : from.raw
    const several = candidatesIn(said, (one) => typeof one === 'bigint')
    if (several) return ambiguous(several)
    if (typeof said === 'bigint') return readingOf(said)
    if (typeof said !== 'string') return { kind: 'none' }
    const reading = readMoney(said)
    switch (reading.kind) {
      case 'value':
        return reading.value > 0n ? readingOf(reading.value) : { kind: 'none' }
      case 'ambiguous':
        return ambiguous(reading.candidates)
      case 'impossible':
      case 'none':
        return { kind: 'none' }
    }
  },
}

/** The sum in a slot; undefined when the slot is empty. */
export function fenOf(slot: SlotValue | undefined): Fen | undefined {
  return typeof slot?.value === 'string' ? BigInt(slot.value) : undefined
}
