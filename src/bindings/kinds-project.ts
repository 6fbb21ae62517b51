import { z } from 'zod'
import type { Option, Reading, SlotValue } from '../dialogue/index.ts'
import { CHOICE_SCORE } from '../language/index.ts'
import type { LotName } from '../ledger/index.ts'
import { found } from './found.ts'
import type { Kind } from './kind.ts'
import { hostOf } from './kinds-party.ts'
import { type Lookups, lotLabel } from './lookups.ts'
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
    const reading = found((await look.lotIndex()).find(said), byId, readingOf, optionOf)
    return reading.kind === 'none' ? byParty(said, lots, look) : reading
  },
  async suggest(_asked, { party }, look) {
    const lots = await look.lots()
    const { partyId } = hostOf(party)
    const theirs = lots.filter(({ partyIds }) => partyId && partyIds.includes(partyId))
    return (theirs.length > 0 ? theirs : lots).slice(0, OFFERED).map(optionOf)
  },
}

/** 「宏达的款付了」 names no project but a supplier: its projects are asked about, even where there is only one. */
async function byParty(said: string, lots: readonly LotName[], look: Lookups): Promise<Reading> {
  const { level, matches } = (await look.partyIndex()).find(said)
  if (level === 'unknown') return { kind: 'none' }
  const ids = matches
    .filter(({ score }) => score >= CHOICE_SCORE)
    .map(({ id }) => hostOf({ value: id }).partyId)
  const options = lots
    .filter(({ partyIds }) => partyIds.some((id) => ids.includes(id)))
    .slice(0, OFFERED)
    .map(optionOf)
  return options.length > 0 ? { kind: 'choices', options, total: options.length } : { kind: 'none' }
}

/** Lots offered with the question; whoever has more says a few characters of the name. */
const OFFERED = 30

/** The lot in a slot; undefined when the slot is empty. */
export function lotIdOf(slot: SlotValue | undefined): number | undefined {
  return typeof slot?.value === 'number' ? slot.value : undefined
}
