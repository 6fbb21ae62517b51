import { z } from 'zod'
import { createNameIndex } from '../language/index.ts'
import { found } from './found.ts'
import type { Kind } from './kind.ts'
import { LISTS } from './matter-words.ts'
import { wording } from './wording.ts'

const said = z.object({ list: z.enum(LISTS), unit: z.string().optional() })

/** A list that a section asks for, of all its units or of one. */
export const list: Kind = {
  fields: [],
  async read(from, _asked, _slots, look) {
    const asked = said.safeParse('raw' in from ? from.raw : undefined)
    if ('raw' in from && !asked.success) return { kind: 'none' }
    const { list: which, unit } = asked.data ?? { list: 'all' as const, unit: undefined }
    const name = unit ?? ('text' in from ? from.text : undefined)
    const label = wording.say(`list-${which}`)
    const units = await look.units()
    const byId = (id: string) => units.find((one) => String(one.id) === id)
    const readingOf = (one: { id: number; name: string }) => ({
      kind: 'value' as const,
      value: { value: { list: which, unitId: one.id }, label: one.name + label, fields: {} },
    })
    const chosen = 'option' in from ? byId(from.option) : undefined
    if (chosen) return readingOf(chosen)
    if (name === undefined)
      return { kind: 'value', value: { value: { list: which }, label, fields: {} } }
    const index = createNameIndex(
      units.map(({ id, name: official, aliases }) => ({
        id: String(id),
        names: [official, ...aliases],
      })),
    )
    const optionOf = (one: { id: number; name: string }) => ({
      id: String(one.id),
      label: one.name,
    })
    const reading = found(index.find(name), byId, readingOf, optionOf)
    return reading.kind === 'none' ? { kind: 'invalid', filling: { said: name } } : reading
  },
}
