import { z } from 'zod'
import type { Option, Reading } from '../dialogue/index.ts'
import { dutiesInForce, type ReportDuty } from '../duties/index.ts'
import { createNameIndex } from '../language/index.ts'
import type { UnitName } from '../people/index.ts'
import { found } from './found.ts'
import type { Kind } from './kind.ts'
import type { Lookups } from './lookups.ts'
import { wording } from './wording.ts'

/** The yearly reports that the office asks for now. */
export const reportsNow = ({ duties, today }: Pick<Lookups, 'duties' | 'today'>): ReportDuty[] =>
  dutiesInForce(duties.reports, today)

const optionOf = ({ key, title }: ReportDuty): Option => ({ id: key, label: title })
const readingOf = ({ key, title, share }: ReportDuty): Reading => ({
  kind: 'value',
  value: {
    value: key,
    label: title,
    fields:
      share === undefined
        ? { least: '', hint: '' }
        : { least: String(share), hint: wording.say('share-hint') },
  },
})

const named = z.object({ key: z.string() })

/** A yearly report of the unit: by what people call it, or from a card. */
export const duty: Kind = {
  fields: ['least', 'hint'],
  async read(from, _asked, _slots, look) {
    const all = reportsNow(look)
    const raw = 'raw' in from ? named.safeParse(from.raw) : undefined
    const key = 'option' in from ? from.option : raw?.data?.key
    const known = all.find((rule) => rule.key === key)
    if (known) return readingOf(known)
    const said = 'text' in from ? from.text : 'raw' in from ? from.raw : undefined
    if (typeof said !== 'string') return { kind: 'none' }
    const [only, ...others] = all.filter(({ called }) => called.some((word) => said.includes(word)))
    if (!only) return { kind: 'none' }
    if (others.length === 0) return readingOf(only)
    const options = [only, ...others].map(optionOf)
    return { kind: 'choices', options, total: options.length }
  },
  async suggest(_asked, _slots, look) {
    return reportsNow(look).map(optionOf)
  },
}

const unitOption = ({ id, name }: UnitName): Option => ({ id: String(id), label: name })
const unitReading = ({ id, name }: UnitName): Reading => ({
  kind: 'value',
  value: { value: id, label: name, fields: {} },
})

const numbered = z.object({ unit: z.number() })

/** A unit that the person answers for; 本单位 where it is one only. */
export const ownUnit: Kind = {
  fields: [],
  async read(from, _asked, _slots, look) {
    const own = (await look.units()).filter(({ id }) => look.answersFor.includes(id))
    const byId = (id: string) => own.find((unit) => String(unit.id) === id)
    const raw = 'raw' in from ? numbered.safeParse(from.raw) : undefined
    const id = 'option' in from ? from.option : raw?.success ? String(raw.data.unit) : undefined
    const known = id === undefined ? undefined : byId(id)
    if (known) return unitReading(known)
    const said = 'text' in from ? from.text : 'raw' in from ? from.raw : undefined
    if (typeof said !== 'string') return { kind: 'none' }
    if (said === wording.say('own-unit')) {
      const [only, ...others] = own
      if (!only) return { kind: 'none' }
      if (others.length === 0) return unitReading(only)
      return { kind: 'choices', options: own.map(unitOption), total: own.length }
    }
    const index = createNameIndex(
      own.map((unit) => ({ id: String(unit.id), names: [unit.name, ...unit.aliases] })),
    )
    return found(index.find(said), byId, unitReading, unitOption)
  },
}
