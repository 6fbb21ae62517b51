import { clipCharacters, type Day, daysBetween, loadWording } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Duty, dutiesDue, openDuties } from '../duties/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ClockItem } from './item.ts'

const wording = loadWording(['pushes', 'duties.yaml'], { visit: ['party'] })

/** What ends an item of a standing duty: no event of the ledger. */
export const DUTY_END = 'DUTY'

const PARTY = 20

/** Which duties: those near or late, or all that are open; as known `at`. */
export interface DutyItemQuestion {
  readonly today: Day
  readonly at: Date
  readonly unitIds?: readonly number[]
  readonly ids?: readonly number[]
}

/** Standing duties near or past their day, as items like any other step: the same chain, lists and briefs. One query. */
export async function dutyItemsDue(tx: Tx, question: DutyItemQuestion): Promise<ClockItem[]> {
  return (await dutiesDue(tx, question)).map((duty) => itemOf(duty, question.today))
}

/** Every open standing duty of the units, or of the numbers asked for. One query. */
export async function dutyItemsOpen(tx: Tx, question: DutyItemQuestion): Promise<ClockItem[]> {
  return (await openDuties(tx, question)).map((duty) => itemOf(duty, question.today))
}

/** The number of the duty that a matter's rule names; undefined for any other rule. */
export function dutyIdIn(rule: string): number | undefined {
  const [, id] = /^DUTY-(\d{1,9})$/.exec(rule) ?? []
  return id === undefined ? undefined : Number(id)
}

/** What is owed, in a few words. */
export const dutyWords = ({ body, party }: Pick<Duty, 'body' | 'party'>): string =>
  party === null
    ? body.title
    : wording.say('visit', { party: clipCharacters(foreignLine(party), PARTY) })

function itemOf(duty: Duty, today: Day): ClockItem {
  const { body, due, rawDue, party } = duty
  return {
    kind: 'clock',
    place: {
      lotId: 0,
      code: '',
      lotNo: 1,
      name: duty.unit,
      unitId: duty.unitId,
      unit: duty.unit,
      regionId: duty.regionId,
      ...(duty.sectionId !== null && { sectionId: duty.sectionId }),
      ...(duty.section !== null && { section: duty.section }),
    },
    rule: `DUTY-${duty.id}`,
    what: dutyWords(duty),
    ends: DUTY_END,
    duty: { key: body.key, ...(party !== null && { visit: party }) },
    due,
    rawDue,
    daysLate: due === null ? 0 : Math.max(0, daysBetween(due, today)),
    footing: {
      basis: body.basis,
      target: body.level === 'bureau',
      toCheck: body.ship === 'marked',
      soft: false,
      undated: body.effectiveFrom === null,
    },
  }
}
