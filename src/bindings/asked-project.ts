import type { Slots } from '../dialogue/index.ts'
import { type ProjectState, projectState } from '../supervision/index.ts'
import type { ActionTurn } from './action.ts'
import { lotIdOf } from './kinds-project.ts'

/** The state of the project in the slot; undefined where the person may not, or no longer, see it. */
export async function askedProject(
  slots: Slots,
  { occasion, look }: ActionTurn,
): Promise<ProjectState | undefined> {
  const lotId = lotIdOf(slots.project)
  // The slot was read among the lots the person may see; a lot that was taken away since is not shown.
  const seen = lotId !== undefined && (await look.history(lotId))
  if (!seen) return undefined
  return projectState(occasion.tx, seen.lotId, { today: look.today, at: occasion.at })
}
