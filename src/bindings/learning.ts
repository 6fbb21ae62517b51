import type { Slots, SlotValue } from '../dialogue/index.ts'
import { type NameIndex, SURE_SCORE } from '../language/index.ts'
import type { NewLearnedName } from '../ledger/index.ts'
import { hostOf } from './kinds-party.ts'
import { lotIdOf } from './kinds-project.ts'
import type { Lookups } from './lookups.ts'
import type { Occasion } from './office.ts'

/** Longer words are a sentence, no name; shorter ones fit everything. */
const LONGEST = 19
const SHORTEST = 2

/**
 * The names to be remembered from a confirmed report: words that found nothing surely, whose meaning the person
 * then chose. Words that fit several names equally (一中 of a school with two projects) stay a question.
 */
export async function learnedFrom(
  slots: Slots,
  look: Lookups,
  { person }: Pick<Occasion, 'person'>,
): Promise<NewLearnedName[]> {
  const learned: NewLearnedName[] = []
  for (const slot of Object.values(slots)) {
    const words = slot.calledAs?.trim()
    if (words === undefined || words.length < SHORTEST || words.length > LONGEST) continue
    const place = await placeOf(slot, look, person.roles[0]?.unitId)
    if (place && isOdd(await place.index, words))
      learned.push({ unitId: place.unitId, thing: place.thing, words, personId: person.id })
  }
  return learned
}

async function placeOf(slot: SlotValue, look: Lookups, ownUnit: number | undefined) {
  const lotId = slot.kind === 'project' ? lotIdOf(slot) : undefined
  if (lotId !== undefined) {
    const lot = (await look.lots()).find((one) => one.lotId === lotId)
    return lot && { unitId: lot.unitId, thing: { lotId }, index: look.lotIndex() }
  }
  const { partyId } = slot.kind === 'party' || slot.kind === 'visited' ? hostOf(slot) : {}
  if (partyId === undefined || ownUnit === undefined) return undefined
  return { unitId: ownUnit, thing: { partyId }, index: look.partyIndex() }
}

/** Whether no name stands out: several that explain the words well are a choice that must be made each time. */
function isOdd(index: NameIndex, words: string): boolean {
  const { level, matches } = index.find(words)
  return level !== 'sure' && !(matches[0] && matches[0].score >= SURE_SCORE)
}
