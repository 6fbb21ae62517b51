import type { Grievance } from '../cases/index.ts'

/** How a grievance stands, in the words of its pages. */
export function stateOf({ notes, decided }: Pick<Grievance, 'notes' | 'decided'>) {
  const acts = notes.map((note) => note.act)
  const paused = acts.lastIndexOf('PAUSE') > acts.lastIndexOf('RESUME')
  const state = decided
    ? ('decided' as const)
    : paused
      ? ('paused' as const)
      : acts.includes('ACCEPT')
        ? ('accepted' as const)
        : ('open' as const)
  return { state, outcome: notes.findLast((note) => note.outcome !== undefined)?.outcome }
}
