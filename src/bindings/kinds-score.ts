import type { Reading } from '../dialogue/index.ts'
import { readSatisfaction } from '../language/index.ts'
import { impossibleIn } from './candidates.ts'
import type { Kind } from './kind.ts'
import { wording } from './wording.ts'

function readingOf(score: number): Reading {
  return {
    kind: 'value',
    value: { value: score, label: wording.say('score', { score }), fields: {} },
  }
}

/** Satisfaction from 1 (very dissatisfied) to 5. */
export const score: Kind = {
  fields: [],
  async read(from) {
    const said = 'text' in from ? from.text : 'raw' in from ? from.raw : from.option
    const impossible = impossibleIn(said)
    if (impossible !== undefined) return { kind: 'invalid', filling: { said: impossible } }
    if (typeof said === 'number') return readingOf(said)
    if (typeof said !== 'string') return { kind: 'none' }
    const reading = readSatisfaction(said, { bare: true })
    if (reading.kind === 'value') return readingOf(reading.value)
    return reading.kind === 'impossible' ? { kind: 'invalid', filling: { said } } : { kind: 'none' }
  },
}
