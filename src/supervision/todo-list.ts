import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { covers, type OfficePerson, scopeOf, unitsOf } from '../people/index.ts'
import { itemsDue, itemsOpen } from './clock-items.ts'
import { withHelpAsked } from './help-asked.ts'
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
  if (narrow) {
    if (unitIds.length === 0) return []
    // What the bureau owes is not theirs to do; their calls for help stand in the list of issues.
    const own = (await itemsOpen(tx, unitIds, moment)).filter(
      (item) => item.kind !== 'clock' || item.owner === undefined,
    )
    return ranked(await withHelpAsked(tx, own, moment.at))
  }
  const units = await unitsOf(tx, scope)
  const seen = units.filter((unit) => covers(scope, unit)).map((unit) => unit.id)
  const due = await itemsDue(tx, { ...moment, unitIds: seen })
  return ranked(await withHelpAsked(tx, due, moment.at))
}
