import type { Reading } from '../dialogue/index.ts'
import { readPercent, sayPercent } from '../language/index.ts'
import type { Kind } from './kind.ts'

const readingOf = (share: number): Reading => ({
  kind: 'value',
  value: { value: share, label: sayPercent(share), fields: {} },
})

/** A share from 0 to 100 percent. */
export const percent: Kind = {
  fields: [],
  async read(from) {
    const said = 'text' in from ? from.text : 'raw' in from ? from.raw : from.option
    const reading = typeof said === 'string' ? readPercent(said) : undefined
    const share = reading?.kind === 'value' ? reading.value : said
    if (typeof share !== 'number') return { kind: 'none' }
    return share >= 0 && share <= 100
      ? readingOf(share)
      : { kind: 'invalid', filling: { said: sayPercent(share) } }
  },
}
