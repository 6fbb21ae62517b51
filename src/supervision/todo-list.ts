import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { covers, type OfficePerson, scopeOf, unitsOf } from '../people/index.ts'
import { itemsDue, itemsOpen } from './clock-items.ts'
import type { ClockItem, UnpaidItem } from './item.ts'
import { ranked } from './ranking.ts'

/** A line of a person's list, as `itemWords` says it. */
export type Todo = ClockItem | UnpaidItem

/**
 * What is open in a person's units, most urgent first (see ranked). A liaison, finance head or unit leader gets
 * everything that runs; who sees many units gets what is near, late or unpaid. No role: nothing.
 */
export async function todoList(
  tx: Tx,
  person: OfficePerson,
  moment: { readonly today: Day; readonly at: Date },
): Promise<Todo[]> {
  const scope = scopeOf(person)
  const unitIds = [...scope.unitIds]
  const narrow = !scope.all && scope.sectionIds.length === 0 && scope.regionIds.length === 0
  if (narrow) return unitIds.length === 0 ? [] : ranked(await itemsOpen(tx, unitIds, moment))
  const units = await unitsOf(tx, scope)
  const seen = units.filter((unit) => covers(scope, unit)).map((unit) => unit.id)
  return ranked(await itemsDue(tx, { ...moment, unitIds: seen }))
}
