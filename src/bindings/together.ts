import type { Slots } from '../dialogue/index.ts'
import type { ActionTurn } from './action.ts'
import { lotIdOf } from './kinds-project.ts'

/**
 * Runs acts as one: where the work comes to false, nothing of them remains. Their lots are locked first and in
 * order, so that two people with the same lots in another order never wait for each other.
 */
export async function together(
  { occasion, look }: ActionTurn,
  all: readonly Slots[],
  work: () => Promise<boolean>,
): Promise<void> {
  const { tx, pushes, learned } = occasion
  const lotIds = [...new Set(all.flatMap(({ project }) => lotIdOf(project) ?? []))]
  await look.hold(lotIds)
  await tx.$executeRaw`SAVEPOINT together`
  const before = { pushes: pushes.length, learned: learned.length }
  if (await work()) return
  await tx.$executeRaw`ROLLBACK TO SAVEPOINT together`
  pushes.length = before.pushes
  learned.length = before.learned
  look.forget()
}
