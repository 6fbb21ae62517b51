/** Floor 3: visits to suppliers, agencies and purchasing units, append-only. */
export { type ListedVisit, listVisits } from './list.ts'
export type { VisitEntry, VisitOutcome } from './visit.ts'
export { recordVisit, voidVisit } from './write.ts'
