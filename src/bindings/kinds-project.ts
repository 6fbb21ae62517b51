import { z } from 'zod'
import type { Option, Reading, SlotValue } from '../dialogue/index.ts'
import type { LotName } from '../ledger/index.ts'
import { found } from './found.ts'
import type { Kind } from './kind.ts'
import { lotLabel } from './lookups.ts'
import { isThatOne } from './that-one.ts'
import { wording } from './wording.ts'

const optionOf = (lot: LotName): Option => ({
  id: String(lot.lotId),
  label: lotLabel(lot, wording.say('lot')),
})

function readingOf(lot: LotName): Reading {
  const label = lotLabel(lot, wording.say('lot'))
  const fields = { name: label, code: lot.code }
  return { kind: 'value', value: { value: lot.lotId, label, fields } }
}

/** A lot as a card names it. */
const lotNamed = z.object({ lot: z.number() })

/** A lot among those the person may see, by name or code; the official name is always echoed. */
export const project: Kind = {
  fields: ['name', 'code'],
  async read(from, _asked, _slots, look) {
    const lots = await look.lots()
    const byId = (id: string) => lots.find((lot) => String(lot.lotId) === id)
    if ('option' in from) {
      const lot = byId(from.option)
      return lot ? readingOf(lot) : { kind: 'none' }
    }
    const said = 'text' in from ? from.text : from.raw
    const named = lotNamed.safeParse(said)
    if (named.success) {
      const lot = byId(String(named.data.lot))
      return lot ? readingOf(lot) : { kind: 'none' }
    }
    if (isThatOne(said)) {
      const last = await look.lastLot()
      const lot = last === undefined ? undefined : byId(String(last))
      return lot ? readingOf(lot) : { kind: 'none' }
    }
    if (typeof said !== 'string') return { kind: 'none' }
    return found((await look.lotIndex()).find(said), byId, readingOf, optionOf)
  },
  async suggest(_asked, _slots, look) {
    return (await look.lots()).slice(0, OFFERED).map(optionOf)
  },
}

/** Lots offered with the question; whoever has more says a few characters of the name. */
const OFFERED = 30

/** The lot in a slot; undefined when the slot is empty. */
export function lotIdOf(slot: SlotValue | undefined): number | undefined {
  return typeof slot?.value === 'number' ? slot.value : undefined
}
