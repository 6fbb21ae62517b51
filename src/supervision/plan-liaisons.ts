import { addDays, type Day } from '../base/index.ts'
import { type Calendar, whereMaintained } from '../calendar/index.ts'
import type { Holder } from '../people/index.ts'
import { liaisonDigest, urgentDigest } from './digests.ts'
import { type ClockItem, reasonOf, type UnpaidItem } from './item.ts'
import type { PlanMoment } from './plan-moment.ts'
import { type PlannedPush, pushOf } from './planned-push.ts'
import { ranked } from './ranking.ts'
import type { Told } from './told.ts'

type Due = ClockItem | UnpaidItem

/** One person, with everything that concerns her units. */
export interface Reader<T> {
  readonly userid: string
  readonly name: string
  readonly items: readonly T[]
}

/** The morning: everything near or late. Nobody is told again what she was told today. */
export function liaisonMornings(
  readers: readonly Reader<Due>[],
  told: Told,
  moment: PlanMoment,
): PlannedPush[] {
  return readers.flatMap(({ userid, name, items }) => {
    const template = 'liaison-digest'
    if (items.every((item) => told.knows(userid, reasonOf(item), template))) return []
    const digest = liaisonDigest(items, { name, ...moment })
    return digest ? [pushOf(userid, template, ranked(items), digest.text)] : []
  })
}

/**
 * The afternoon: what ends today or by the next working day, although the morning said so (a last call),
 * and what is late unless the morning said so. Nothing that this slot's template said earlier today.
 */
export function liaisonAfternoons(
  readers: readonly Reader<Due>[],
  told: Told,
  moment: PlanMoment,
): PlannedPush[] {
  const until = nextWorkday(moment.calendar, moment.today)
  return readers.flatMap(({ userid, name, items }) => {
    const template = 'liaison-urgent'
    const urgent = items.filter((item) => {
      if (item.due === null || item.due > until) return false
      const reason = reasonOf(item)
      return item.daysLate > 0 ? !told.knows(userid, reason) : !told.knows(userid, reason, template)
    })
    const digest = urgentDigest(urgent, { name, ...moment })
    return digest ? [pushOf(userid, template, ranked(urgent), digest.text)] : []
  })
}

/** The next working day; tomorrow where its year has no calendar. */
function nextWorkday(calendar: Calendar, today: Day): Day {
  const tomorrow = addDays(today, 1)
  const found = whereMaintained(() => calendar.nextWorkday(tomorrow))
  return found.ok ? found.value : tomorrow
}

/** Gathers the items of each person's units. A person who serves two units reads one message. */
export function readersOf<T extends Due>(
  holders: readonly Holder[],
  items: readonly T[],
): Reader<T>[] {
  const units = new Map<string, { name: string; unitIds: Set<number> }>()
  for (const { userid, name, unitId } of holders) {
    if (unitId === undefined) continue
    const reader = units.get(userid) ?? { name, unitIds: new Set<number>() }
    reader.unitIds.add(unitId)
    units.set(userid, reader)
  }
  return [...units].map(([userid, { name, unitIds }]) => ({
    userid,
    name,
    items: items.filter((item) => unitIds.has(item.place.unitId)),
  }))
}
