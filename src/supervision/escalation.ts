import { z } from 'zod'
import type { Day } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import type { ClockItem, UnpaidItem } from './item.ts'

/** Whom a chain reaches, in its order. */
export const AUDIENCES = [
  'liaison',
  'finance-head',
  'unit-leader',
  'section',
  'procurement-office',
] as const
export type Audience = (typeof AUDIENCES)[number]

const offset = z.int().min(-60).max(120)

/** When who is told of a matter: the part `escalation` of the policy file. Offsets are working days from its day. */
export const escalationShape = z.strictObject({
  chain: z
    .array(
      z.strictObject({
        to: z.enum(AUDIENCES),
        /** Steps before, on (0) and after the day, ascending. */
        at: z.array(offset).min(1),
        /** Only matters of that kind. */
        of: z.enum(['payment', 'step', 'help']).optional(),
      }),
    )
    .min(1),
  /** A last call in the afternoon, to liaisons. */
  lastCall: z.array(offset),
  /** Working days after which a late matter without a further step is told again. */
  repeatAfter: z.int().min(2),
  /** How many liaisons a unit is to have, and by which article: its section and 采购科 hear of one that has not. */
  liaisons: z
    .strictObject({ least: z.int().min(1), most: z.int().min(1), basis: z.string().min(1) })
    .refine(({ least, most }) => least <= most, 'more at least than at most'),
  /** Working days within which a unit is to answer a section that urges it (督办). */
  answerWithin: z.int().min(1),
})

/** See escalationShape. */
export type Escalation = z.infer<typeof escalationShape>

type Dated = ClockItem | UnpaidItem

/** How far the day of a matter is away, in working days: negative before it, 0 on it, positive after. */
export type Distance = (item: Pick<Dated, 'due'>, today: Day) => number | undefined

/** Nobody's chain reaches further; days beyond are not counted one by one. */
const FAR_DAYS = 200

/** Distances by this calendar, each counted once; calendar days where a year has none. Undefined without a day. */
export function distances(calendar: Calendar): Distance {
  const known = new Map<string, number>()
  return ({ due }, today) => {
    if (due === null) return undefined
    const key = `${due} ${today}`
    const found = known.get(key) ?? count(calendar, due, today)
    known.set(key, found)
    return found
  }
}

function count(calendar: Calendar, due: Day, today: Day): number {
  const days = Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000)
  if (Math.abs(days) > FAR_DAYS) return days
  const worked = whereMaintained(() => calendar.workdaysBetween(due, today))
  return worked.ok ? worked.value : days
}

/** What the bureau owes is no matter of the unit's own people. */
const OVERSEERS: readonly Audience[] = ['section', 'procurement-office']

function kindOf(item: Dated): 'payment' | 'step' | 'help' {
  if (item.kind === 'unpaid') return 'payment'
  return item.owner === 'section' ? 'help' : 'step'
}

/**
 * The step that a matter has reached for an audience; undefined while the chain has not come to them.
 * A matter that asks for attention has reached its first step, whatever a weekend does to the count;
 * one without a day stays there.
 */
export function stepOf(
  { chain }: Escalation,
  audience: Audience,
  item: Dated,
  distance: number | undefined,
): number | undefined {
  const kind = kindOf(item)
  const rungs = chain.filter(
    ({ of, to }) =>
      of === kind || (of === undefined && (kind !== 'help' || OVERSEERS.includes(to))),
  )
  const all = [...new Set(rungs.flatMap((rung) => rung.at))].sort((a, b) => a - b)
  const own = rungs.filter((rung) => rung.to === audience).flatMap((rung) => rung.at)
  const [first] = all
  if (own.length === 0 || first === undefined) return undefined
  const from = Math.min(...own)
  const reached = Math.max(distance ?? first, first)
  return all.findLast((step) => step >= from && step <= reached)
}
