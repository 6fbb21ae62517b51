import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import type { OfficePerson } from '../people/index.ts'
import { type ClockItem, todoList } from '../supervision/index.ts'

/** Whether an event is that a credit evaluation was made. */
export const isCredit = (kind: string): boolean => kind.startsWith('CREDIT_EVALUATED_')

/** The evaluations that units a person sees still owe, most urgent first. */
export async function creditsOwed(
  tx: Tx,
  person: OfficePerson,
  moment: { readonly today: Day; readonly at: Date },
): Promise<ClockItem[]> {
  const all = await todoList(tx, person, moment)
  return all.filter((item): item is ClockItem => item.kind === 'clock' && isCredit(item.ends))
}
