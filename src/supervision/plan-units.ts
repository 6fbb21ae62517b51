import type { Holder, RoleName } from '../people/index.ts'
import type { Attention } from './attention.ts'
import { liaisonDigest, type Template, unitDigest, urgentDigest } from './digests.ts'
import type { Audience } from './escalation.ts'
import type { FactsOf } from './fact-count.ts'
import type { ClockItem, UnpaidItem } from './item.ts'
import type { MonthNotes } from './month-note.ts'
import type { PlanMoment } from './plan-moment.ts'
import { type PlannedPush, pushOf } from './planned-push.ts'

type Due = ClockItem | UnpaidItem

/** One person of a unit, or of several, with everything that concerns them. */
export interface UnitReader {
  readonly userid: string
  readonly name: string
  readonly items: readonly { readonly item: Due; readonly audiences: ReadonlySet<Audience> }[]
  readonly isLiaison: boolean
}

const AUDIENCE: Readonly<Partial<Record<RoleName, Audience>>> = {
  LIAISON: 'liaison',
  FINANCE_HEAD: 'finance-head',
  UNIT_LEADER: 'unit-leader',
}

/**
 * The morning of those who answer for a unit: what is news to each of them. Whoever holds several roles reads one
 * message. A liaison hears on the month's last working day what became of its reminders.
 */
export function unitMornings(
  readers: readonly UnitReader[],
  attention: Attention,
  notes: MonthNotes,
  moment: PlanMoment,
  factsOf: FactsOf,
): PlannedPush[] {
  return readers.flatMap(({ userid, name, items, isLiaison }) => {
    const news = items
      .filter(({ item, audiences }) => attention.isNews(userid, audiences, item))
      .map(({ item }) => item)
    const times = (item: Due): number => attention.times(userid, item)
    const note = isLiaison ? notes.of(userid) : undefined
    const digest = isLiaison
      ? liaisonDigest(news, { name, facts: factsOf(news), ...moment }, { times, note })
      : unitDigest(news, { name, facts: factsOf(news), ...moment }, { times })
    const template: Template = isLiaison ? 'liaison-digest' : 'unit-digest'
    return digest ? [pushOf(userid, template, digest)] : []
  })
}

/** The afternoon of liaisons: a last call for what ends, and what has become late since the morning. */
export function liaisonAfternoons(
  readers: readonly UnitReader[],
  attention: Attention,
  moment: PlanMoment,
  factsOf: FactsOf,
): PlannedPush[] {
  const template = 'liaison-urgent'
  return readers.flatMap(({ userid, name, items }) => {
    const urgent = items
      .filter(({ item, audiences }) =>
        item.daysLate > 0
          ? audiences.has('liaison') && attention.isNews(userid, ['liaison'], item)
          : audiences.has('liaison') && attention.isLastCall(userid, item, template),
      )
      .map(({ item }) => item)
    const times = (item: Due): number => attention.times(userid, item)
    const digest = urgentDigest(urgent, { name, facts: factsOf(urgent), ...moment }, { times })
    return digest ? [pushOf(userid, template, digest)] : []
  })
}

/** Gathers the items of each person's units. A person who serves two units reads one message. */
export function unitReaders(holders: readonly Holder[], items: readonly Due[]): UnitReader[] {
  const byUnit = new Map<number, Due[]>()
  for (const item of items) {
    const of = byUnit.get(item.place.unitId)
    if (of) of.push(item)
    else byUnit.set(item.place.unitId, [item])
  }
  const people = new Map<string, { name: string; units: Map<number, Set<Audience>> }>()
  for (const { userid, name, unitId, role } of holders) {
    const audience = AUDIENCE[role]
    if (unitId === undefined || !audience) continue
    const person = people.get(userid) ?? { name, units: new Map() }
    person.units.set(unitId, (person.units.get(unitId) ?? new Set()).add(audience))
    people.set(userid, person)
  }
  return [...people].map(([userid, { name, units }]) => ({
    userid,
    name,
    isLiaison: [...units.values()].some((audiences) => audiences.has('liaison')),
    items: [...units].flatMap(([unitId, audiences]) =>
      (byUnit.get(unitId) ?? []).map((item) => ({ item, audiences })),
    ),
  }))
}
