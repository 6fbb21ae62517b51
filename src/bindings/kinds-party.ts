import type { Option, Reading, SlotValue } from '../dialogue/index.ts'
import { found } from './found.ts'
import type { Kind } from './kind.ts'
import type { Lookups } from './lookups.ts'

interface Host {
  readonly id: string
  readonly name: string
}

const optionOf = ({ id, name }: Host): Option => ({ id, label: name })
const readingOf = ({ id, name }: Host): Reading => ({
  kind: 'value',
  value: { value: id, label: name, fields: { name } },
})

async function partyHosts(look: Lookups): Promise<Host[]> {
  return (await look.parties()).map(({ id, name }) => ({ id: `party:${id}`, name }))
}

async function allHosts(look: Lookups): Promise<Host[]> {
  const units = (await look.units()).map(({ id, name }) => ({ id: `unit:${id}`, name }))
  return [...(await partyHosts(look)), ...units]
}

function reader(
  hosts: (look: Lookups) => Promise<Host[]>,
  index: 'partyIndex' | 'hostIndex',
): Kind {
  return {
    fields: ['name'],
    async read(from, _asked, _slots, look) {
      const all = await hosts(look)
      const byId = (id: string) => all.find((host) => host.id === id)
      if ('option' in from) {
        const host = byId(from.option)
        return host ? readingOf(host) : { kind: 'none' }
      }
      const said = 'text' in from ? from.text : from.raw
      if (typeof said !== 'string') return { kind: 'none' }
      return found((await look[index]()).find(said), byId, readingOf, optionOf)
    },
  }
}

/** A supplier or an agency. */
export const party: Kind = reader(partyHosts, 'partyIndex')

/** Whoever is visited: a supplier, an agency, or a purchasing unit the person may see. */
export const visited: Kind = reader(allHosts, 'hostIndex')

/** What a slot of these kinds points to. */
export function hostOf(slot: Pick<SlotValue, 'value'> | undefined): {
  partyId?: number
  unitId?: number
} {
  if (typeof slot?.value !== 'string') return {}
  const [kind, id] = slot.value.split(':')
  return kind === 'unit' ? { unitId: Number(id) } : { partyId: Number(id) }
}
