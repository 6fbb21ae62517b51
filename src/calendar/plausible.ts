import { z } from 'zod'
import { dataFile, readYaml, weekday } from '../base/index.ts'
import type { CalendarYear } from './year.ts'

const statutoryShape = z
  .array(
    z.strictObject({
      from: z.int(),
      basis: z.string(),
      net: z.int().positive(),
      dates: z.array(z.string().regex(/^\d\d-\d\d$/)),
      names: z.array(z.string().min(1)),
    }),
  )
  .min(1)

/** Why a year looks wrong, with what was expected and what was found. */
export interface Doubt {
  readonly kind: 'net' | 'missing-date' | 'missing-name' | 'far-makeup'
  readonly expected: string
  readonly found: string
  readonly basis: string
}

/** A make-up day lies in the neighbourhood of its holiday. */
const NEAR_DAYS = 21

/** Whether a year agrees with the holidays that the law gives: every doubt at once. */
export function doubtsAbout(year: CalendarYear): Doubt[] {
  const { value } = readYaml(dataFile('calendar', 'years', 'statutory.yaml'), statutoryShape)
  const law = value.findLast((one) => one.from <= year.year)
  if (!law) return []
  const { basis } = law
  const off = new Set<string>(year.offDays)
  const worked = year.offDays.filter((on) => weekday(on) < 6).length
  const net = worked - year.makeupWorkdays.length
  const names = new Set(Object.values(year.names).flatMap((name) => name.split(/[、，,]/)))
  const far = year.makeupWorkdays.filter(
    (on) =>
      !year.offDays.some(
        (other) => Math.abs(Date.parse(other) - Date.parse(on)) <= NEAR_DAYS * 86_400_000,
      ),
  )
  return [
    ...(net === law.net
      ? []
      : [{ kind: 'net' as const, expected: String(law.net), found: String(net), basis }]),
    ...law.dates
      .filter((date) => !off.has(`${year.year}-${date}`))
      .map((expected) => ({ kind: 'missing-date' as const, expected, found: '', basis })),
    ...law.names
      .filter((name) => ![...names].some((found) => found.startsWith(name)))
      .filter((expected) => expected !== '')
      .map((expected) => ({ kind: 'missing-name' as const, expected, found: '', basis })),
    ...far.map((found) => ({ kind: 'far-makeup' as const, expected: '', found, basis })),
  ]
}
