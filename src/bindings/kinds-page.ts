import type { Option, Reading } from '../dialogue/index.ts'
import { CHOICE_SCORE, type NameSearch } from '../language/index.ts'
import type { GivenPage } from '../surveys/index.ts'
import type { Kind } from './kind.ts'
import { wording } from './wording.ts'

const idOf = ({ lotId, partyId }: GivenPage): string => `${lotId}/${partyId}`
const labelOf = ({ party, project }: GivenPage): string =>
  wording.say('contract-page', { party, project })
const optionOf = (page: GivenPage): Option => ({ id: idOf(page), label: labelOf(page) })
const readingOf = (page: GivenPage): Reading => ({
  kind: 'value',
  value: { value: idOf(page), label: labelOf(page), fields: {} },
})

const numberIn = (id: string): number => Number(/\d+$/.exec(id)?.[0])

/** The numbers of what a search surely means, else of what resembles it. */
function idsOf({ level, matches }: NameSearch): ReadonlySet<number> {
  const [best] = matches
  if (level === 'sure' && best) return new Set([numberIn(best.id)])
  const alike = level === 'unknown' ? [] : matches.filter(({ score }) => score >= CHOICE_SCORE)
  return new Set(alike.map(({ id }) => numberIn(id)))
}

/** A contract's page that a party was given a link to, by the party's name or the project's, in the units the person may see. */
export const contractPage: Kind = {
  fields: [],
  async read(from, _asked, _slots, look) {
    const pages = await look.pages()
    if ('option' in from) {
      const page = pages.find((one) => idOf(one) === from.option)
      return page ? readingOf(page) : { kind: 'none' }
    }
    const said = 'text' in from ? from.text : from.raw
    if (typeof said !== 'string') return { kind: 'none' }
    const parties = idsOf((await look.partyIndex()).find(said))
    const lots = idsOf((await look.lotIndex()).find(said))
    const both = pages.filter(({ lotId, partyId }) => parties.has(partyId) && lots.has(lotId))
    const either = pages.filter(({ lotId, partyId }) => parties.has(partyId) || lots.has(lotId))
    const found = both.length > 0 ? both : either
    const [only, ...others] = found
    if (!only) return { kind: 'none' }
    return others.length === 0
      ? readingOf(only)
      : { kind: 'choices', options: found.map(optionOf), total: found.length }
  },
}

/** What a slot of this kind points to. */
export function pageIn(value: unknown): { lotId: number; partyId: number } | undefined {
  const [, lotId, partyId] = /^(\d+)\/(\d+)$/.exec(typeof value === 'string' ? value : '') ?? []
  return lotId && partyId ? { lotId: Number(lotId), partyId: Number(partyId) } : undefined
}
