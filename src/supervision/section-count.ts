import type { Fen } from '../base/index.ts'
import { isUnitCall } from './issue-items.ts'
import type { Item } from './item.ts'

/** How one section's units stand. */
export interface SectionCount {
  /** Null for units without a section in charge. */
  readonly sectionId: number | null
  readonly section: string | null
  /** Steps and payments later than law or contract allow; targets of the bureau are not counted. */
  readonly late: number
  /** Calendar days of the latest of them. */
  readonly longest: number
  /** Contracts with money due. */
  readonly unpaid: number
  readonly unpaidAmount: Fen
  /** Suppliers who asked for help. */
  readonly help: number
  /** Calls for help of the section's units that it has not yet solved. */
  readonly unitHelp: number
}

/** Counts of each section, the most late first. */
export function countSections(items: readonly Item[]): SectionCount[] {
  const placed = items.filter((item) => item.kind !== 'referral')
  const groups = new Map<number | null, typeof placed>()
  for (const item of placed) {
    const section = item.place.sectionId ?? null
    groups.set(section, [...(groups.get(section) ?? []), item])
  }
  return [...groups]
    .map(([sectionId, group]) => {
      const late = group.filter(isLate)
      const unpaid = group.filter((item) => item.kind === 'unpaid')
      return {
        sectionId,
        section: group[0]?.place.section ?? null,
        late: late.length,
        longest: Math.max(0, ...late.map((item) => item.daysLate)),
        unpaid: unpaid.length,
        unpaidAmount: unpaid.reduce((fen, item) => fen + (item.amount ?? 0n), 0n),
        help: group.filter((item) => item.kind === 'help').length,
        unitHelp: group.filter(isUnitCall).length,
      }
    })
    .sort(
      (a, b) => b.late - a.late || b.unpaid - a.unpaid || (a.sectionId ?? 0) - (b.sectionId ?? 0),
    )
}

type Late = Extract<Item, { kind: 'clock' | 'unpaid' }>

const isLate = (item: Item): item is Late =>
  (item.kind === 'clock' || item.kind === 'unpaid') &&
  item.daysLate > 0 &&
  !item.footing.target &&
  !item.footing.soft
