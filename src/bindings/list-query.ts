import { z } from 'zod'
import { addDays, type Day, weekday } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { OfficePerson } from '../people/index.ts'
import { type ClockItem, todoList, type UnpaidItem } from '../supervision/index.ts'
import { LISTS } from './matter-words.ts'

/** What a section or a leader wants listed. */
export const listQuery = z.strictObject({
  list: z.enum(LISTS),
  unitId: z.number().optional(),
})
export type ListQuery = z.infer<typeof listQuery>

/** The open matters of the units the person sees, as asked, most urgent first; `all` has none: it lists projects. */
export async function listedItems(
  tx: Tx,
  person: OfficePerson,
  { list, unitId }: ListQuery,
  moment: { readonly today: Day; readonly at: Date },
): Promise<(ClockItem | UnpaidItem)[]> {
  const all = await todoList(tx, person, moment)
  const sunday = addDays(moment.today, 7 - weekday(moment.today))
  const { today } = moment
  const belongs: Readonly<Record<ListQuery['list'], (item: ClockItem | UnpaidItem) => boolean>> = {
    late: (item) => item.daysLate > 0 && !item.footing.soft,
    unpaid: (item) => item.kind === 'unpaid',
    week: ({ due }) => due !== null && due >= today && due <= sunday,
    all: () => true,
  }
  return all.filter(
    (item) => (unitId === undefined || item.place.unitId === unitId) && belongs[list](item),
  )
}
