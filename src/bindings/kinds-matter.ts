import { z } from 'zod'
import { isDay } from '../base/index.ts'
import type { Option, Reading } from '../dialogue/index.ts'
import { sayDay } from '../language/index.ts'
import { dutyIdIn, placeWords } from '../supervision/index.ts'
import type { Kind } from './kind.ts'
import { type Matter, matterId } from './listed-matters.ts'
import type { Lookups } from './lookups.ts'
import { wording } from './wording.ts'

/** How a card names a matter, and how a message does: by its number in the last list. */
const named = z.object({ lotId: z.number(), rule: z.string() })
const numbered = z.object({ number: z.number().optional() })

/** A standing duty is no project's: its unit is said beside it. */
const matterLabel = (item: Matter): string =>
  item.kind === 'clock' && item.duty
    ? item.what
    : wording.say('matter', {
        where: placeWords(item.place, false),
        what: item.kind === 'clock' ? item.what : wording.say('matter-pay'),
      })

const optionOf = (item: Matter): Option => ({ id: matterId(item), label: matterLabel(item) })

function readingOf(item: Matter, { today }: Lookups): Reading {
  const day = item.due ?? item.rawDue
  const fields = { day: day && isDay(day) ? sayDay(day, { today }) : '', unit: item.place.unit }
  return { kind: 'value', value: { value: matterId(item), label: matterLabel(item), fields } }
}

/** One is taken, several are offered. */
function among(items: readonly Matter[], look: Lookups): Reading {
  const [only, ...others] = items
  if (!only) return { kind: 'none' }
  if (others.length === 0) return readingOf(only, look)
  return { kind: 'choices', options: items.map(optionOf), total: items.length }
}

/** The open matter that an id names, among those of a lot the person may see. */
export async function matterOfId(id: string, look: Lookups): Promise<Matter | undefined> {
  const [lot, rule = ''] = id.split(' ')
  const duty = dutyIdIn(rule)
  if (duty !== undefined) return look.duty(duty)
  return (await look.matters(Number(lot))).find((item) => matterId(item) === id)
}

const lines = async (look: Lookups): Promise<Matter[]> =>
  (await look.listed()).lines.flatMap((line) => line ?? [])

/** A step or payment that is open: by its number in the list shown last, by its project, or from a card. */
export const matter: Kind = {
  fields: ['day', 'unit'],
  async read(from, _asked, _slots, look) {
    if ('option' in from) {
      const item = await matterOfId(from.option, look)
      return item ? readingOf(item, look) : { kind: 'none' }
    }
    if ('raw' in from) {
      const ref = named.safeParse(from.raw)
      if (ref.success) {
        const duty = dutyIdIn(ref.data.rule)
        if (duty !== undefined)
          return among(
            [await look.duty(duty)].flatMap((d) => d ?? []),
            look,
          )
        const open = await look.matters(ref.data.lotId)
        return among(
          open.filter((item) => (item.kind === 'clock' ? item.rule : 'UNPAID') === ref.data.rule),
          look,
        )
      }
      const { number } = numbered.catch({}).parse(from.raw)
      if (number === undefined) return among(await lines(look), look)
      const line = (await look.listed(number)).lines[number - 1]
      return line ? readingOf(line, look) : { kind: 'none' }
    }
    const { matches } = (await look.lotIndex()).find(from.text)
    const open = await Promise.all(matches.slice(0, 3).map(({ id }) => look.matters(Number(id))))
    return among(open.flat(), look)
  },
  async suggest(_asked, _slots, look) {
    return (await lines(look)).map(optionOf)
  },
}
